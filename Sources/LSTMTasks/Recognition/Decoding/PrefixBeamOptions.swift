/// How what was said is searched for.
public struct PrefixBeamOptions: Sendable, Equatable {
  /// Prefixes that are followed side by side.
  public var width = 32
  /// Prefixes whose score is farther than this below the best, in nats, are dropped however few are left: the sooner
  /// done, the clearer the sound.
  public var largestGap = 12.0
  /// The most probable units of a frame, by which prefixes may go on.
  public var unitsPerFrame = 24
  /// Units that are less probable in a frame are not tried, but for the most probable one.
  public var smallestProbability: Float = 1e-4
  /// α: what the language model's ln p is multiplied by, zero or more.
  public var languageWeight = 0.5
  /// β: what each word adds to a score, in nats, against a language model's liking for few words.
  public var wordBonus = 0.0
  /// The unit that stands between words; `nil` if each unit is a word.
  public var separator: Int32?
  /// Words to favour.
  public var hotWords = HotWords()

  /// The defaults.
  public init() {}
}
