import ArgumentParser
import LSTMKit

/// `lstm train classifier`: from labelled texts or sequences to a model that labels new ones.
struct TrainClassifierCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "classifier",
    abstract: "Train a classifier on labelled texts or sequences.",
    discussion: """
      The data are a table with a label and a text a row (TSV or CSV), or a file for each class with a text a line, or a \
      folder of such files, or a .ts file of sequences of numbers. Short texts such as names are read as characters, \
      others as words; words that are not known are spelled.

      Several networks learn, each from another part of the data, with a linear model beside them. What each held out \
      chooses the weights and says how much networks and linear model count and how sure they may be.

      EXAMPLE:
        lstm train classifier reviews.tsv
        lstm train classifier rt-polarity.neg rt-polarity.pos --output sentiment
        lstm train classifier names/*.txt --class-weights balanced
        lstm train classifier JapaneseVowels_TRAIN.ts
      """)

  @Argument(help: "A table, files of a class each, a folder of them, or a .ts file.")
  var data: [String]

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @OptionGroup var texts: LabelledTextArguments

  @Option(help: "Column of the labels; where there is no header, column1 is the first.")
  var label: String?

  @Option(
    help: "What separates fields: comma, semicolon, tab or bar; found where nothing is said.")
  var separator: TableSeparator?

  @Flag(name: .customLong("no-header"), help: "The first row is data.")
  var hasNoHeader = false

  @Flag(help: "A label may name several classes, with , or | between them.")
  var multilabel = false

  @Option(
    help: "What a token is: characters, words or bytepairs; found where nothing is said.")
  var tokens: TokenKind?

  @Option(parsing: .unconditional, help: "Words or byte pairs to tell apart at most.")
  var vocabulary: Int?

  @Flag(help: "Tell capitals from small letters in words.")
  var keepCase = false

  @Option(
    parsing: .unconditional,
    help: "Tokens or steps that networks read of an example at most; the longest, up to 512.")
  var sequenceLength: Int?

  @Option(
    parsing: .unconditional,
    help: "A share of the data that each network holds out, or files of held-out data.")
  var validation = "0.1"

  @Option(help: "How much classes count: each example the same (none), or each class (balanced).")
  var classWeights: ClassWeights = .none

  @Option(help: "Kind of the recurrent layers.")
  var cell: CellKind = .lstm

  @Option(parsing: .unconditional, help: "Units of a layer in each direction.")
  var hidden = ClassifierOptions().hiddenSize

  @Option(parsing: .unconditional, help: "Recurrent layers.")
  var layers = ClassifierOptions().layerCount

  @Option(
    parsing: .unconditional, help: "Features of a token; 100 of words, 32 of characters.")
  var embedding: Int?

  @Option(help: "How the states of all steps become one: max, mean, attention or last.")
  var pooling = ClassifierOptions().pooling

  @Option(
    parsing: .unconditional,
    help:
      "Probability of dropping a feature before and behind the layers in training; 0.5, of numbers 0.3."
  )
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: "Probability of hiding a token in training; 0.3 of words, 0 of characters.")
  var tokenDropout: Float?

  @Option(
    parsing: .unconditional,
    help:
      "Standard deviation of the noise on standardised numbers, and on whole sequences, in training."
  )
  var noise = ClassifierOptions().noise

  @Option(
    parsing: .unconditional, help: "Share of a target that goes to all classes in training.")
  var labelSmoothing = ClassifierOptions().labelSmoothing

  @Option(
    parsing: .unconditional,
    help: "Networks, whose logits are averaged; 5, of fewer than 2000 examples 10.")
  var members: Int?

  @Flag(name: .customLong("no-linear"), help: "Answer by the networks alone.")
  var hasNoLinear = false

  @Option(parsing: .unconditional, help: "Examples in a batch; 32, of characters 64.")
  var batchSize: Int?

  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    try TrainingArguments.check([
      ("sequence-length", sequenceLength ?? 1, 1...1 << 20), ("hidden", hidden, 1...1 << 16),
      ("layers", layers, LanguageModelArchitecture.layerCounts),
      ("embedding", embedding ?? 1, 1...1 << 16), ("members", members ?? 1, 1...1000),
      ("batch-size", batchSize ?? 1, 1...1 << 16),
      ("vocabulary", vocabulary ?? 300, 257...1 << 24),
    ])
    try TrainingArguments.check(dropout: dropout ?? 0)
    for (name, rate) in [("token-dropout", tokenDropout ?? 0), ("label-smoothing", labelSmoothing)]
    where !(rate >= 0 && rate < 1) {
      throw ValidationError("--\(name) is \(rate); it must be from 0 up to but not 1.")
    }
    guard noise >= 0, noise.isFinite else {
      throw ValidationError("--noise is \(noise); it must be 0 or more.")
    }
    if let share = Double(validation), !(share > 0 && share <= 0.5) {
      throw ValidationError(
        "--validation is \(validation); it must be a share above 0 and up to 0.5, or a file.")
    }
    if vocabulary != nil, tokens != .words, tokens != .bytepairs {
      throw ValidationError("--vocabulary belongs to --tokens words and --tokens bytepairs.")
    }
  }

  static let task = "classifier"
  var unit: String { "examples" }
  var source: String { data.count == 1 ? data[0] : "texts" }

  func train(into path: String, _ run: TrainingRun) throws -> ClassifierTrainingSummary {
    var reading = texts.options(label: label, isMultilabel: multilabel)
    reading.separator = separator
    reading.hasHeader = hasNoHeader ? false : nil
    let request = ClassifierTrainingRequest(
      data: ClassifierSource(data, options: reading),
      validation: Double(validation) == nil
        ? ClassifierSource(
          validation.split(separator: ",").map(String.init), options: reading) : nil,
      options: options, resumes: training.resume, replaces: training.force,
      commandLine: run.commandLine)
    return try ClassifierTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: ClassifierTrainingSummary, path: String) -> String {
    "lstm classify \(path) \(summary.trained?.readsTexts == false ? data[0] : "-")"
  }

  private var options: ClassifierOptions {
    var options = ClassifierOptions()
    options.units = tokens.map { $0.units(limit: vocabulary ?? 20_000) }
    options.keepsCase = keepCase
    options.maximumLength = sequenceLength
    options.cell = cell
    options.hiddenSize = hidden
    options.layerCount = layers
    options.embeddingSize = embedding
    options.pooling = pooling
    options.dropout = dropout
    options.tokenDropout = tokenDropout
    options.noise = noise
    options.labelSmoothing = labelSmoothing
    options.classWeights = classWeights
    options.memberCount = members
    options.mixesLinear = !hasNoLinear
    options.batchSize = batchSize
    options.validationFraction = Double(validation) ?? options.validationFraction
    training.apply(to: &options)
    return options
  }
}
