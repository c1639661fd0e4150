/// What keeps a text from repeating itself, whether its tokens are drawn or searched for.
public struct RepetitionOptions: Sendable, Equatable {
  /// Logits of tokens that the text has had lately are divided by this where they are positive, and multiplied with it
  /// where they are not, once however often a token came (Keskar and others 2019, "CTRL: a conditional transformer
  /// language model for controllable generation", arXiv:1909.05858, section 4.1); 1: not at all.
  public let penalty: Float
  /// How many of the text's last tokens the penalty looks at, those of the prompt among them.
  public let window: Int
  /// How many tokens in a row come together once only, those of the prompt included; `nil`: any may come again.
  ///
  /// A token that would complete such a sequence a second time is not chosen (Paulus and others 2017, "A deep reinforced
  /// model for abstractive summarization", arXiv:1705.04304, section 2.5). Where that rules out every token, the
  /// likeliest is taken.
  public let uniqueNgram: Int?

  /// Nothing is kept from anything.
  public static let unrestricted = RepetitionOptions()

  /// Tokens that the penalty looks at where nothing else is said.
  public static let defaultWindow = 64

  private init() {
    penalty = 1
    window = Self.defaultWindow
    uniqueNgram = nil
  }

  /// Options, checked.
  ///
  /// - Throws: ``SamplingError`` for a value out of its range.
  public init(
    penalty: Float, window: Int = RepetitionOptions.defaultWindow, uniqueNgram: Int? = nil
  ) throws {
    guard penalty >= 1, penalty.isFinite else { throw SamplingError.repetitionPenalty(penalty) }
    guard window >= 1 else { throw SamplingError.repetitionWindow(window) }
    if let uniqueNgram, uniqueNgram < 1 { throw SamplingError.noRepeatNgram(uniqueNgram) }
    self.penalty = penalty
    self.window = window
    self.uniqueNgram = uniqueNgram
  }
}
