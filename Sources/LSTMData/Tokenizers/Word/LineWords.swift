/// The words of a text between ASCII white space, and its line breaks.
struct LineWords {
  private let text: [UInt8]
  private var offset = 0

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// The next word or line break as a range of the text's bytes, `nil` at the end.
  mutating func next() -> Range<Int>? {
    while offset < text.count, Self.isSpace(text[offset]) {
      offset += 1
      if text[offset - 1] == 0x0A { return offset - 1..<offset }
    }
    guard offset < text.count else { return nil }
    let start = offset
    while offset < text.count, !Self.isSpace(text[offset]) {
      offset += 1
    }
    return start..<offset
  }

  /// Space, tab, line feed, vertical tab, form feed or carriage return.
  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  /// Whether a part that ``next()`` gave is a line break.
  @inline(__always)
  static func isLineBreak(_ text: [UInt8], _ part: Range<Int>) -> Bool {
    text[part.lowerBound] == 0x0A
  }
}
