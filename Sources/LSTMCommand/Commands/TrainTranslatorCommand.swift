import ArgumentParser
import LSTMKit

/// `lstm train translator`: from sentences and their translations to a model that translates.
struct TrainTranslatorCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "translator",
    abstract: "Train a translator on sentences and their translations.",
    discussion: """
      Reads pairs, learns byte pairs of both languages together, and trains a bidirectional LSTM that \
      reads and an LSTM that writes and attends to what was read. A part of the pairs is kept for \
      validation; the model folder holds the weights that did best on it.

      EXAMPLE:
        lstm train translator train.en train.de --output english-german --minutes 15
        lstm train translator pairs.tsv
      """)

  @Argument(
    help:
      "Two files, line n of the second translating line n of the first; or one, source and translation with a tab between."
  )
  var data: [String]

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @Option(
    help:
      "The share of the pairs to keep for validation, or files to validate on, one or two with a comma between."
  )
  var validation = "0.03"

  @Option(parsing: .unconditional, help: "The most byte pairs that are learned.")
  var vocabulary = TranslationOptions().vocabularyLimit

  @Option(
    parsing: .unconditional,
    help: "Units of a layer, in one direction of the encoder and in the decoder.")
  var hidden = TranslationOptions().hiddenSize

  @Option(parsing: .unconditional, help: "Recurrent layers of the encoder, and of the decoder.")
  var layers = TranslationOptions().layerCount

  @Option(parsing: .unconditional, help: "Features of a token.")
  var embedding = TranslationOptions().embeddingSize

  @Option(help: "How the decoder compares what it has written with what it attends to.")
  var attention = TranslationOptions().score

  @Flag(
    inversion: .prefixedNo,
    help:
      "Whether a step of the decoder sees what the step before attended to; always with additive attention."
  )
  var inputFeeding = TranslationOptions().feedsInput

  @Option(parsing: .unconditional, help: "Probability of dropping a value in training.")
  var dropout = TranslationOptions().dropout

  @Option(parsing: .unconditional, help: "The share of each label that goes to all tokens alike.")
  var labelSmoothing = TranslationOptions().smoothing

  @Option(parsing: .unconditional, help: "Sentences in a batch; 64, fewer of few sentences.")
  var batchSize: Int?

  @Option(parsing: .unconditional, help: "Tokens of a sentence beyond which a pair is passed over.")
  var longest = TranslationOptions().longest

  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    let most = 1...1 << 20
    try TrainingArguments.check([
      ("vocabulary", vocabulary, 256...1 << 20), ("hidden", hidden, most),
      ("layers", layers, LanguageModelArchitecture.layerCounts), ("embedding", embedding, most),
      ("batch-size", batchSize ?? 1, most), ("longest", longest, most),
    ])
    try TrainingArguments.check(dropout: dropout)
    guard labelSmoothing >= 0, labelSmoothing < 1 else {
      throw ValidationError(
        "--label-smoothing is \(labelSmoothing); it must be from 0 up to but not 1.")
    }
    if let share = Double(validation), !(share > 0 && share < 1) {
      throw ValidationError(
        "--validation is \(validation); it must be a share between 0 and 1, or files.")
    }
  }

  static let task = "translator"
  var unit: String { "tokens" }
  var source: String { data[0] }

  func train(into path: String, _ run: TrainingRun) throws -> TranslationTrainingSummary {
    let files = validation.split(separator: ",").map(String.init)
    let request = TranslationTrainingRequest(
      data: .files(data),
      validation: Double(validation).map { .fraction($0) } ?? .files(files), options: options,
      resumes: training.resume, replaces: training.force,
      commandLine: run.commandLine)
    return try TranslationTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: TranslationTrainingSummary, path: String) -> String {
    "lstm translate \(path)"
  }

  private var options: TranslationOptions {
    var options = TranslationOptions()
    options.vocabularyLimit = vocabulary
    options.hiddenSize = hidden
    options.layerCount = layers
    options.embeddingSize = embedding
    options.score = attention
    options.feedsInput = inputFeeding
    options.dropout = dropout
    options.smoothing = labelSmoothing
    options.batchSize = batchSize
    options.longest = longest
    training.apply(to: &options)
    return options
  }
}

extension AttentionScore: ExpressibleByArgument {}
