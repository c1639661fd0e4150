/// A character, word or phone that was recognised, and when.
public struct DecodedUnit: Sendable, Equatable {
  /// Its class among the network's outputs.
  public let unit: Int32
  /// The frames that say it, counted from the beginning of what was read.
  public let frames: Range<Int>
  /// How sure the network was: the unit's largest probability among these frames.
  public let confidence: Float
}
