/// A string that equals another only byte for byte.
///
/// `String` compares by canonical equivalence, so that U+00E9 equals U+0065 U+0301. The formats
/// compare names by their bytes: a vocabulary may hold both, and neither is a duplicate.
struct ExactString: Hashable, Sendable {
  let string: String

  init(_ string: String) {
    self.string = string
  }

  static func == (left: ExactString, right: ExactString) -> Bool {
    left.string.utf8.count == right.string.utf8.count
      && left.string.utf8.elementsEqual(right.string.utf8)
  }

  // Equal bytes are canonically equivalent, so the hash of the string serves both relations.
  func hash(into hasher: inout Hasher) {
    hasher.combine(string)
  }

  /// Whether `left` comes before `right` byte by byte, the order that every output uses.
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }
}
