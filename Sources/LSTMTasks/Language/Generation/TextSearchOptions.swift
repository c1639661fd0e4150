/// How the likeliest text is searched for.
public struct TextSearchOptions: Sendable, Equatable {
  /// Texts that can be followed side by side.
  public static let widths = 2...64

  /// Texts that are followed side by side, K.
  public let width: Int
  /// Texts that are returned, at most K.
  public let count: Int
  /// What keeps a text from repeating itself.
  public let repetition: RepetitionOptions

  /// Options, checked.
  ///
  /// - Throws: ``SamplingError`` for a value out of its range.
  public init(
    width: Int, count: Int = 1, repetition: RepetitionOptions = .unrestricted
  ) throws {
    guard Self.widths.contains(width) else { throw SamplingError.beam(width) }
    guard (1...width).contains(count) else { throw SamplingError.count(count, beam: width) }
    self.width = width
    self.count = count
    self.repetition = repetition
  }
}

/// A text that a search has found.
public struct FoundText: Sendable, Equatable {
  /// What comes after the prompt and before a stop text.
  public let text: String
  /// Tokens that were written, those of a stop text included.
  public let tokenCount: Int
  /// The natural logarithm of their probability; a repetition penalty makes it smaller by what it took from their logits.
  public let logProbability: Double
}
