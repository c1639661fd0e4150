/// A word that was recognised, and when.
public struct DecodedWord: Sendable, Equatable {
  /// The classes that spell it.
  public let units: [Int32]
  /// From the first frame that says it to the last.
  public let frames: Range<Int>
  /// That of its least sure unit.
  public let confidence: Float

  private init(_ units: ArraySlice<DecodedUnit>) {
    self.units = units.map(\.unit)
    frames = (units.first?.frames.lowerBound ?? 0)..<(units.last?.frames.upperBound ?? 0)
    confidence = units.reduce(1) { min($0, $1.confidence) }
  }

  /// The words that units spell.
  ///
  /// - Parameter separator: the unit that stands between words; `nil` if each unit is a word.
  public static func words(of units: [DecodedUnit], separator: Int32?) -> [DecodedWord] {
    let parts =
      separator.map { separator in units.split { $0.unit == separator } }
      ?? units.indices.map { units[$0...$0] }
    return parts.map { DecodedWord($0) }
  }
}
