/// What the counting of n-grams cuts a text into.
package enum TextPieces: String, Sendable, CaseIterable {
  /// Words, numbers and runs of punctuation, without the white space between them.
  case words
  /// Characters (Unicode scalars), with a blank before the first and behind the last.
  case characters
  /// Characters of one word at a time, with a blank before and behind it.
  case wordCharacters

  /// The pieces of a text, in order, as ranges of its bytes; where n-grams keep within words, of the whole text as well.
  package func ranges(of text: [UInt8]) -> [Range<Int>] {
    switch self {
    case .words: Self.words(of: text)
    case .characters, .wordCharacters: Self.characters(of: text)
    }
  }

  /// The words of a text, and all that is no white space.
  private static func words(of text: [UInt8]) -> [Range<Int>] {
    var units = TextUnits(text, splitsIdeographs: true)
    var ranges: [Range<Int>] = []
    while let unit = units.next() {
      // One blank before a word belongs to its unit; other white space is a unit by itself.
      let start = text[unit.lowerBound] == 0x20 ? unit.lowerBound + 1 : unit.lowerBound
      guard start < unit.upperBound, !isSpace(text, start) else { continue }
      ranges.append(start..<unit.upperBound)
    }
    return ranges
  }

  private static func isSpace(_ text: [UInt8], _ offset: Int) -> Bool {
    let step = UTF8Step(text, at: offset, end: text.count)
    guard step.verdict == .scalar, let scalar = Unicode.Scalar(step.value) else { return false }
    return scalar.properties.isWhitespace
  }

  private static func characters(of text: [UInt8]) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var offset = 0
    while offset < text.count {
      let step = UTF8Step(text, at: offset, end: text.count)
      ranges.append(offset..<offset + step.length)
      offset += step.length
    }
    return ranges
  }
}
