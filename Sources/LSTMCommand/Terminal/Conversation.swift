import LSTMData
import LSTMKit

/// A text that a person and a language model write by turns.
struct Conversation {
  private let trained: TrainedLanguageModel
  private let prepared: PreparedLanguageModel
  private let options: SamplingOptions
  private let stops: StopTexts
  private let seed: UInt64
  /// What stands before the first line.
  private let opening: String
  /// The text so far; `nil` before the first line.
  private var generator: TextGenerator?

  /// What a line asks for.
  enum Request {
    case text(String)
    case reset
    case help
    case unknown(String)

    /// A line that begins with a slash is for the command, with two for the model.
    init(_ line: String) {
      guard line.utf8.first == UInt8(ascii: "/") else {
        self = .text(line)
        return
      }
      switch line {
      case "/reset": self = .reset
      case "/help": self = .help
      case _ where line.hasPrefix("//"): self = .text(String(line.dropFirst()))
      default: self = .unknown(line)
      }
    }
  }

  static let help = """
    A line is read as it stands, and the model writes on after it. All is one text, which it remembers.
      an empty line  let it go on
      /reset         forget the text and begin anew
      /help          show this
      //             the way to begin a line with one slash
    The end of the input (Ctrl-D) ends the command.

    """

  init(
    _ trained: TrainedLanguageModel, options: SamplingOptions, stops: StopTexts, seed: UInt64,
    opening: String
  ) {
    self.trained = trained
    prepared = PreparedLanguageModel(trained.model)
    self.options = options
    self.stops = stops
    self.seed = seed
    self.opening = opening
  }

  /// Forgets the text, and what was drawn: the same lines get the same answers again.
  mutating func reset() { generator = nil }

  /// Reads a line: the first as a prompt, each other one on a line of its own.
  mutating func read(_ line: String) {
    guard let endsLine = generator?.endsLine else {
      generator = TextGenerator(
        prepared, tokenizer: trained.tokenizer,
        prompt: trained.encodePrompt(opening + line).tokens, options: options, seed: seed,
        stops: stops)
      return
    }
    let tokens = trained.tokenizer.encode(line.isEmpty || endsLine ? line : "\n" + line)
    generator?.read(tokens)
  }

  /// The text of one more token; `nil` once a stop text has come.
  mutating func next() -> String? { generator?.next() }

  /// What is left at the end of an answer.
  mutating func finish() -> String { generator?.finish() ?? "" }
}
