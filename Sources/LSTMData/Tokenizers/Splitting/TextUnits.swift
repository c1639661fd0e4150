/// Cuts text into the units that word and byte-pair tokenizers count: words, numbers, runs of
/// punctuation, and white space.
///
/// Every byte is in exactly one unit, so the units in a row are the text. The rules, for any bytes:
/// - A word is a run of letters with their marks; an apostrophe between two letters begins a new word
///   ("don't" is "don" and "'t").
/// - A number is a run of digits; a run of anything else that is not white space is a unit too.
/// - One space directly before a unit of these three kinds belongs to it, as in GPT-2 (Radford et
///   al., 2019): " the" is one unit, and two words with a space between them are two units.
/// - Other white space makes units by itself: a run of line breaks, or a run of the rest.
/// - No unit is longer than ``maximumLength`` bytes; a longer one is cut between two characters.
struct TextUnits {
  /// Beyond the words of any language, and short enough to bound the work on one unit.
  static let maximumLength = 128

  private let text: [UInt8]
  private let splitsIdeographs: Bool
  private let table = ScalarClass.table
  private var offset = 0
  private var followsLetter = false

  /// Begins at the start of a text.
  /// - Parameters:
  ///   - text: Any bytes.
  ///   - splitsIdeographs: Whether each ideograph and kana is a unit of its own. Otherwise they are
  ///     letters, and run on to the next space or punctuation.
  init(_ text: [UInt8], splitsIdeographs: Bool) {
    self.text = text
    self.splitsIdeographs = splitsIdeographs
  }

  /// The next unit as a range of the text's bytes, `nil` at the end.
  mutating func next() -> Range<Int>? {
    guard offset < text.count else { return nil }
    let start = offset
    var first = character(at: start)
    var cursor = start + first.length
    if first.isSpace {
      cursor = endOfSpace(first, from: start)
      let isLastSpace = text[cursor - 1] == 0x20 && followsUnit(at: cursor)
      guard isLastSpace, cursor - start == 1 else {
        return take(start..<(isLastSpace ? cursor - 1 : cursor), endsInLetter: false)
      }
      first = character(at: cursor)
      cursor += first.length
    } else if followsLetter, isApostrophe(at: start, first), cursor < text.count,
      character(at: cursor).kind == .letter
    {
      first = character(at: cursor)
    }
    cursor = endOfRun(first.kind, from: cursor, start: start)
    return take(start..<cursor, endsInLetter: first.kind == .letter)
  }
}

extension TextUnits {
  private struct Character {
    let kind: ScalarClass
    let length: Int

    var isSpace: Bool { kind == .space || kind == .lineBreak }
  }

  @inline(__always)
  private func character(at offset: Int) -> Character {
    let byte = text[offset]
    if byte < 0x80 { return Character(kind: table[Int(byte)], length: 1) }
    return longCharacter(at: offset)
  }

  private func longCharacter(at offset: Int) -> Character {
    let step = UTF8Step(text, at: offset, end: text.count)
    guard step.verdict == .scalar else { return Character(kind: .invalid, length: step.length) }
    let kind =
      step.value < ScalarClass.tableEnd
      ? table[Int(step.value)] : ScalarClass(high: step.value)
    return Character(
      kind: kind == .ideograph && !splitsIdeographs ? .letter : kind, length: step.length)
  }

  private mutating func take(_ unit: Range<Int>, endsInLetter: Bool) -> Range<Int> {
    offset = unit.upperBound
    followsLetter = endsInLetter
    return unit
  }

  private func isApostrophe(at offset: Int, _ character: Character) -> Bool {
    if character.length == 1 { return text[offset] == 0x27 }
    return character.length == 3 && text[offset] == 0xE2 && text[offset + 1] == 0x80
      && text[offset + 2] == 0x99
  }

  private func followsUnit(at offset: Int) -> Bool {
    offset < text.count && !character(at: offset).isSpace
  }

  /// A run of white space of one class.
  private func endOfSpace(_ first: Character, from start: Int) -> Int {
    var cursor = start + first.length
    while cursor < text.count {
      let next = character(at: cursor)
      guard next.kind == first.kind, cursor + next.length - start <= Self.maximumLength else {
        break
      }
      cursor += next.length
    }
    return cursor
  }

  /// A run of one class and of what extends it; an ideograph makes no run.
  private func endOfRun(_ kind: ScalarClass, from first: Int, start: Int) -> Int {
    let run: ScalarClass = kind == .extender ? .other : kind
    var cursor = first
    while cursor < text.count {
      let next = character(at: cursor)
      let belongs = next.kind == run && run != .ideograph || next.kind == .extender
      guard belongs, cursor + next.length - start <= Self.maximumLength else { break }
      cursor += next.length
    }
    return cursor
  }
}
