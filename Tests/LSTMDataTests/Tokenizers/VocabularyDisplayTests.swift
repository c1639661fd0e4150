import Testing

@testable import LSTMData

@Suite("Tokens are shown so that a person can read them")
struct VocabularyDisplayTests {
  @Test(
    "Nothing invisible is left",
    arguments: [
      ("the", "the"), (" the", "␣the"), ("\n\n", "⏎⏎"), ("\t", "⇥"), ("\0\r\u{1B}\u{7F}", "␀␍␛␡"),
      ("\u{301}", "◌\u{301}"), ("e\u{301}", "e\u{301}"), ("\u{200D}", "<U+200D>"),
      ("\u{202E}", "<U+202E>"), ("\u{A0}", "<U+00A0>"), ("\u{2028}", "<U+2028>"),
      ("\u{10FFFF}", "<U+10FFFF>"), ("😀é漢", "😀é漢"), ("", ""),
    ])
  func text(_ source: String, _ expected: String) {
    #expect(bytes(Vocabulary.displayText(bytes(source))) == bytes(expected))
  }

  @Test("Bytes that are not UTF-8 are shown as numbers")
  func brokenBytes() {
    #expect(Vocabulary.displayText([0x61, 0xE2, 0x82]) == "a<0xE2><0x82>")
    #expect(Vocabulary.displayText([0xFF, 0x0A, 0x80]) == "<0xFF>⏎<0x80>")
  }

  @Test("A token is shown by its number")
  func byNumber() throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("a \n"))
    #expect((0..<3).map { tokenizer.vocabulary.displayText(of: $0) } == ["⏎", "␣", "a"])
  }
}
