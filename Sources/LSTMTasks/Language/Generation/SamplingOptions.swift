import LSTMTensor

/// How the next token is chosen from a model's logits.
public struct SamplingOptions: Sendable, Equatable {
  /// Divides the logits: below 1 safer, above 1 bolder; 0 always takes the likeliest token.
  public var temperature: Float
  /// Chooses among this many likeliest tokens; `nil`: all.
  public var topK: Int?
  /// Chooses among the fewest tokens whose probabilities reach this sum (Holtzman and others 2020); `nil`:
  /// all.
  public var topP: Float?
  /// What keeps a text from repeating itself.
  public var repetition: RepetitionOptions

  /// Options, checked.
  ///
  /// - Throws: ``SamplingError`` for a value out of its range.
  public init(
    temperature: Float = 1, topK: Int? = nil, topP: Float? = nil,
    repetition: RepetitionOptions = .unrestricted
  ) throws {
    guard temperature >= 0, temperature.isFinite else {
      throw SamplingError.temperature(temperature)
    }
    if let topK, topK < 1 { throw SamplingError.topK(topK) }
    if let topP, !(topP > 0 && topP <= 1) { throw SamplingError.topP(topP) }
    self.temperature = temperature
    self.topK = topK
    self.topP = topP
    self.repetition = repetition
  }
}

/// An option of how text is written, out of its range.
public enum SamplingError: ReportableError, Equatable {
  /// Below zero, infinite or not a number.
  case temperature(Float)
  /// Below one.
  case topK(Int)
  /// Not in (0, 1].
  case topP(Float)
  /// Below one, infinite or not a number.
  case repetitionPenalty(Float)
  /// Below one.
  case repetitionWindow(Int)
  /// Below one.
  case noRepeatNgram(Int)
  /// Not in ``TextSearchOptions/widths``.
  case beam(Int)
  /// Fewer than one text, or more than are followed.
  case count(Int, beam: Int)
  /// A stop text without a character.
  case emptyStop

  /// Usage.
  public var kind: FailureKind { .usage }

  /// What was given, what is possible.
  public var description: String {
    switch self {
    case .temperature(let value):
      """
      --temperature is \(value); it must be a number from 0 up. 0 always takes the likeliest token, \
      1 follows the model, smaller values play safe.
      """
    case .topK(let value):
      "--top-k is \(value); it must be 1 or more: how many of the likeliest tokens to choose from."
    case .topP(let value):
      """
      --top-p is \(value); it must be above 0 and at most 1: the share of probability to choose from.
      """
    case .repetitionPenalty(let value):
      """
      --repetition-penalty is \(value); it must be a number from 1 up. 1 leaves the model alone, 1.2 makes it avoid \
      what it has just written.
      """
    case .repetitionWindow(let value):
      """
      --repetition-window is \(value); it must be 1 or more: how many of the last tokens --repetition-penalty looks at.
      """
    case .noRepeatNgram(let value):
      "--no-repeat-ngram is \(value); it must be 1 or more: how many tokens in a row occur once only."
    case .beam(let value):
      """
      --beam is \(value); it must be from \(TextSearchOptions.widths.lowerBound) to \
      \(TextSearchOptions.widths.upperBound): how many texts to follow side by side. --temperature 0 follows one.
      """
    case .count(let value, let beam):
      """
      --count is \(value); with --beam \(beam) it must be from 1 to \(beam): how many of the texts that are followed \
      to write.
      """
    case .emptyStop:
      "--stop is empty; it must be a text of at least one character, before which writing ends."
    }
  }
}
