import ArgumentParser
import LSTMKit

/// `lstm train language`: from raw text to a model that writes.
struct TrainLanguageCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "language",
    abstract: "Train a language model on text.",
    discussion: """
      Reads UTF-8 text, learns to predict each character from all before it, and shows what it \
      writes after each epoch. The last part of the text is kept for validation; the model folder \
      holds the weights that did best on it.

      Published recipes for words, here on Penn Treebank: the small model of Zaremba and others (2014), and a model in \
      the manner of AWD-LSTM (Merity and others 2018) for an hour's training.

      EXAMPLE:
        lstm train language shakespeare.txt --output shakespeare --minutes 15
        lstm train language ptb.train.txt --validation ptb.valid.txt --tokens closed --hidden 200 --dropout 0 \
      --batch-size 20 --sequence-length 20 --optimizer sgd --learning-rate 20 --clip 0.25 --hold-epochs 4 --epochs 13
        lstm train language ptb.train.txt --validation ptb.valid.txt --tokens closed --tied --hidden 400 --dropout 0.3 \
      --output-dropout 0.4 --token-dropout 0.05 --weight-drop 0.2 --locked --batch-size 32 --sequence-length 35 \
      --vary-length --minutes 60
      """)

  @Argument(help: "Text files; - is standard input.")
  var data: [String]

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @Option(help: "A file to validate on, or the share of the text to keep for it.")
  var validation = "0.1"

  @Option(
    help: "What a token is; closed: the words of a text that is already split by white space.")
  var tokens: TokenKind = .characters

  @Option(parsing: .unconditional, help: "The most tokens that words and bytepairs learn.")
  var vocabulary = 10_000

  @Option(help: "Kind of the recurrent layers.")
  var cell: CellKind = .lstm

  @Option(parsing: .unconditional, help: "Units of a layer.")
  var hidden = 256

  @Option(parsing: .unconditional, help: "Recurrent layers.")
  var layers = 2

  @Option(
    parsing: .unconditional,
    help: "Features of a token; chosen from the hidden size where nothing is said.")
  var embedding: Int?

  @Flag(help: "Let the embedding be the output layer's weight, too.")
  var tied = false

  @Option(parsing: .unconditional, help: "Probability of dropping a value in training.")
  var dropout: Float = LanguageOptions().dropout.rate

  @OptionGroup var cellOptions: CellArguments
  @OptionGroup(title: "Recipes for language models") var recipe: LanguageRecipeArguments

  @Option(parsing: .unconditional, help: "Texts read side by side; 32, fewer for a short text.")
  var batchSize: Int?

  @Option(
    parsing: .unconditional,
    help: "Steps that gradients run back through time; 100, fewer for a short text.")
  var sequenceLength: Int?

  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    let most = 1...1 << 20
    let sizes = [
      ("vocabulary", vocabulary, most), ("hidden", hidden, most),
      ("layers", layers, LanguageModelArchitecture.layerCounts),
      ("embedding", embedding ?? 1, most), ("batch-size", batchSize ?? 1, most),
      ("sequence-length", sequenceLength ?? 1, most),
    ]
    try TrainingArguments.check(sizes)
    if let share = Double(validation), !(share > 0 && share < 1) {
      throw ValidationError(
        "--validation is \(validation); it must be a share between 0 and 1, or a file.")
    }
    try TrainingArguments.check(dropout: dropout)
  }

  static let task = "language"
  var unit: String { tokens.unit }
  var source: String { data[0] }

  func train(into path: String, _ run: TrainingRun) throws -> LanguageTrainingSummary {
    try LanguageTask.train(
      request(commandLine: run.commandLine), into: path, stop: run.stop, events: run.events)
  }

  func next(after summary: LanguageTrainingSummary, path: String) -> String {
    "lstm generate \(path) --length 400 --temperature 0.8"
  }

  private func request(commandLine: [String]) -> LanguageTrainingRequest {
    var options = LanguageOptions()
    options.units = tokens.units(limit: vocabulary)
    options.cell = cell
    options.cellOptions = cellOptions.options
    options.hiddenSize = hidden
    options.layerCount = layers
    options.embeddingSize = embedding
    options.isTied = tied
    options.dropout.rate = dropout
    recipe.apply(to: &options)
    options.batchSize = batchSize
    options.sequenceLength = sequenceLength
    training.apply(to: &options)
    return LanguageTrainingRequest(
      data: .files(data),
      validation: Double(validation).map { .fraction($0) } ?? .file(validation), options: options,
      resumes: training.resume, replaces: training.force, commandLine: commandLine)
  }
}

/// What a token is, by its name on the command line.
enum TokenKind: String, CaseIterable, ExpressibleByArgument {
  case characters
  case words
  case bytepairs
  case closed

  var unit: String { self == .characters ? "characters" : "tokens" }

  func units(limit: Int) -> LanguageOptions.Units {
    switch self {
    case .characters: .characters
    case .words: .words(limit: limit)
    case .bytepairs: .bytePairs(limit: limit)
    case .closed: .closedVocabulary
    }
  }
}
