/// The words that stand for a missing value.
public struct MissingMarkers: Sendable, Equatable {
  private static let words = ["na", "n/a", "#n/a", "nan", "-nan", "null", "?"].map {
    Array($0.utf8)
  }
  private let further: [[UInt8]]

  /// An empty field, `NA`, `N/A`, `NaN`, `null` and `?` in any case, and further words as they are,
  /// for instance `-9999`.
  public init(further: [String] = []) {
    self.further = further.map { Array($0.utf8) }
  }

  /// Whether there are words of the caller's own, which may be numbers.
  var hasFurther: Bool { !further.isEmpty }

  /// Whether a field says that its value is missing.
  @inline(__always)
  func match(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if range.isEmpty { return true }
    if !further.isEmpty, further.contains(where: { bytes[range].elementsEqual($0) }) { return true }
    return range.count < 5 && matchesWord(bytes, range)
  }

  private func matchesWord(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let first = bytes[range.lowerBound] | 0x20
    guard
      first == UInt8(ascii: "n") || first == UInt8(ascii: "#") || first == UInt8(ascii: "?")
        || first == UInt8(ascii: "-")
    else { return false }
    return Self.words.contains { word in
      word.count == range.count
        && zip(word, bytes[range]).allSatisfy {
          $0 == ((UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($1) ? $1 | 0x20 : $1)
        }
    }
  }

  func match(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return match(bytes, bytes.indices)
  }
}
