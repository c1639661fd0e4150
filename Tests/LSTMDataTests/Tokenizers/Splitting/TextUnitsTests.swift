import Testing

@testable import LSTMData

@Suite("Text is cut into words, numbers, punctuation and white space")
struct TextUnitsTests {
  private func units(_ source: [UInt8], splitsIdeographs: Bool = true) -> [[UInt8]] {
    var scanner = TextUnits(source, splitsIdeographs: splitsIdeographs)
    var units: [[UInt8]] = []
    while let unit = scanner.next() { units.append(Array(source[unit])) }
    return units
  }

  @Test(
    "The rules hold on examples cut by hand",
    arguments: [
      ("the cat sat", "the| cat| sat"),
      ("Hello, world! 3.14", "Hello|,| world|!| 3|.|14"),
      ("don't o'clock rock’n’roll", "don|'t| o|'clock| rock|’n|’roll"),
      ("'tis ''quoted''", "'|tis| ''|quoted|''"),
      ("a  b   c", "a| | b|  | c"),
      ("end. \n\nNext\r\n\tx", "end|.| |\n\n|Next|\r\n|\t|x"),
      ("a ", "a| "), (" ", " "), ("  ", "  "), (" a", " a"), ("  \n", "  |\n"),
      ("abc123def", "abc|123|def"),
      ("if (x<=10) {", "if| (|x|<=|10|)| {"),
      ("e\u{301}te\u{301} 👍🏽👩‍👩‍👧 ok", "e\u{301}te\u{301}| 👍🏽👩‍👩‍👧| ok"),
      ("漢字カナ kana", "漢|字|カ|ナ| kana"),
      ("한국어 문장", "한국어| 문장"), ("हिन्दी में", "हिन्दी| में"), ("привет мир", "привет| мир"),
      ("می‌خواهم", "می‌خواهم"), ("a\u{A0}b", "a|\u{A0}|b"),
    ])
  func examples(_ source: String, _ expected: String) {
    let found = units(bytes(source)).map { text($0) }
    // An example has no bar of its own, so the bars say where the cuts are.
    #expect(found == expected.split(separator: "|").map(String.init))
  }

  @Test("Ideographs run on where they are not split")
  func ideographs() {
    let found = units(bytes("漢字 カナ"), splitsIdeographs: false).map { text($0) }
    #expect(found == ["漢字", " カナ"])
  }

  @Test("The units in a row are the text, each within the limit, and cut between characters")
  func partition() {
    var random = SeededGenerator(seed: 7)
    let samples =
      HostileText.samples.map { bytes($0.text) } + [HostileText.acrossUnicode]
      + (0..<200).map { HostileText.randomBytes(count: $0, using: &random) }
    for sample in samples {
      for splits in [false, true] {
        let units = units(sample, splitsIdeographs: splits)
        #expect(units.flatMap { $0 } == sample)
        #expect(units.allSatisfy { (1...TextUnits.maximumLength).contains($0.count) })
        if UTF8Scan.isValid(sample) {
          #expect(units.allSatisfy { UTF8Scan.isValid($0) })
        }
      }
    }
  }

  @Test("The classes that are looked up once are Unicode's")
  func classes() {
    #expect(ScalarClass.table.count == Int(ScalarClass.tableEnd))
    #expect(ScalarClass.table[0x61] == .letter)
    #expect(ScalarClass.table[0x37] == .digit)
    #expect(ScalarClass.table[0x301] == .extender)
    #expect(ScalarClass.table[0x2028] == .lineBreak)
    #expect(ScalarClass(high: 0x6F22) == .ideograph)
    #expect(ScalarClass(high: 0x20000) == .ideograph)
    #expect(ScalarClass(high: 0x3000) == .space)
    #expect(ScalarClass(high: 0x1F600) == .other)
  }
}
