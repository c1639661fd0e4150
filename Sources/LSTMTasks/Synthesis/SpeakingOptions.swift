/// How a text is said.
public struct SpeakingOptions: Sendable, Equatable {
  /// How far takes go from the usual one, in deviations of what was learned of takes: 0: never.
  public var variety: Float = 0.6
  /// How far durations go from the usual ones, in deviations of what was learned of them.
  public var durationVariety: Float = 0.3
  /// How much of the detail that a network smooths away is put back, 0 to 1.
  public var emphasis: Float = 0.8
  /// How much faster than the recordings.
  public var rate: Float = 1
  /// Seconds of silence between words, where the space between words was not learned.
  public var pause = 0.15
  /// Iterations of the phases' search.
  public var iterations = 32
  /// Same seed, same bits.
  public var seed: UInt64 = 1

  /// The defaults.
  public init() {}
}
