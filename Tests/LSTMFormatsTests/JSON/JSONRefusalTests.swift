import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Refusing what is not JSON")
struct JSONRefusalTests {
  @Test(
    "a text that breaks the grammar is refused at the byte that breaks it",
    arguments: [
      ("", 0), (" ", 1), ("nul", 0), ("nulll", 4), ("True", 0), ("NaN", 0), ("Infinity", 0),
      ("-Infinity", 1), ("undefined", 0), ("'a'", 0), ("// x\n1", 0), ("1 2", 2), ("[1] x", 4),
      ("[", 1), ("[1", 2), ("[1,", 3), ("[1,]", 3), ("[,1]", 1), ("[1 2]", 3), ("[1}", 2),
      ("]", 0), ("{", 1), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6), ("{\"a\":1,}", 7),
      ("{,}", 1), ("{a:1}", 1), ("{1:1}", 1), ("{\"a\" 1}", 5), ("{\"a\":1 \"b\":2}", 7),
      ("{\"a\":}", 5), ("{\"a\":1]", 6), ("{\"a\",\"b\"}", 4),
      ("+1", 0), ("-", 1), (".5", 0), ("1.", 2), ("1.e2", 2), ("1e", 2), ("1e+", 3), ("01", 1),
      ("-01", 2), ("0x10", 1), ("1_000", 1), ("1,5", 1), ("--1", 1), ("1.2.3", 3),
      ("\"", 1), ("\"a", 2), ("\"\\", 2), ("\"\\x\"", 2), ("\"\\u12", 5), ("\"\\u12g4\"", 5),
      ("\"\\U0041\"", 2), ("\"a\nb\"", 2), ("\"a\tb\"", 2), ("\"\0\"", 1), ("\0", 0),
      ("\u{FEFF}{}", 0), ("[\u{A0}1]", 1), ("[\u{C}1]", 1), ("é", 0),
    ])
  func grammar(text: String, offset: Int) {
    guard case .syntax(_, let found, _, _) = error(of: Array(text.utf8)) else {
      Issue.record("\(text) is not refused for its grammar")
      return
    }
    #expect(found == offset, "\(text)")
  }

  @Test("UTF-16 is refused, with and without a byte order mark")
  func utf16() {
    #expect(error(of: [0xFF, 0xFE, 0x31, 0x00]) != nil)
    #expect(error(of: [0x31, 0x00]) != nil)
    #expect(error(of: [0x00, 0x31]) != nil)
  }

  @Test(
    "a string that is not UTF-8 is refused",
    arguments: [
      [0x80], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3],
    ] as [[UInt8]])
  func encoding(bytes: [UInt8]) {
    let quote = UInt8(ascii: "\"")
    #expect(error(of: [quote] + bytes + [quote]) == .invalidUTF8(document: "test", offset: 0))
    let escaped = Array("\"\\n".utf8) + bytes + [quote]
    #expect(error(of: escaped) == .invalidUTF8(document: "test", offset: 0))
  }

  @Test(
    "half of a surrogate pair is refused",
    arguments: [
      #""\uD834""#, #""\uDD1E""#, #""\uDD1E\uD834""#, #""\uD834\uD834""#, #""\uD834\n""#,
      #""\uD834x""#, #""\uD834A""#,
    ])
  func surrogates(text: String) {
    #expect(error(of: Array(text.utf8)) == .loneSurrogate(document: "test", offset: 1))
  }

  @Test(
    "a name that comes twice is refused, also behind escapes",
    arguments: [
      (#"{"a": 1, "a": 2}"#, 9), (#"{"a": 1, "\u0061": 2}"#, 9), (#"{"\u0061": 1, "a": 2}"#, 14),
      (#"{"x": {"a": 1, "b": 2, "a": 3}}"#, 23),
    ])
  func duplicates(text: String, offset: Int) {
    let expected = JSONError.duplicateName(document: "test", offset: offset, name: "a")
    #expect(error(of: Array(text.utf8)) == expected)
  }

  @Test("the last of a hundred names is compared with all before it")
  func manyNames() throws {
    let names = (0..<100).map { "\"n\($0)\": 0" }
    let unique = "{" + names.joined(separator: ",") + "}"
    #expect(error(of: Array(unique.utf8)) == nil)
    let repeated = "{" + (names + [names[3]]).joined(separator: ",") + "}"
    guard case .duplicateName(_, _, let name) = error(of: Array(repeated.utf8)) else {
      Issue.record("not refused")
      return
    }
    #expect(name == "n3")
  }

  @Test("a name may come again in another object")
  func namesOfDifferentObjects() {
    #expect(error(of: Array(#"[{"a": {"a": 1}}, {"a": 2}]"#.utf8)) == nil)
  }

  @Test(
    "numbers beyond Double are refused",
    arguments: ["1e400", "-1e400", "1e309", "1.7976931348623159e308"])
  func largeNumbers(text: String) {
    #expect(
      error(of: Array(text.utf8))
        == .numberTooLarge(document: "test", offset: 0, text: text))
  }

  @Test("64 levels are read and the 65th is refused", arguments: [("[", "]"), ("{\"a\":", "}")])
  func depth(opening: String, closing: String) {
    func nested(_ count: Int) -> [UInt8] {
      let inner = opening == "[" ? "" : "1"
      return Array(
        (String(repeating: opening, count: count) + inner
          + String(repeating: closing, count: count)).utf8)
    }
    #expect(error(of: nested(64)) == nil)
    let expected = JSONError.tooDeep(
      document: "test", offset: 64 * opening.utf8.count, limit: 64)
    #expect(error(of: nested(65)) == expected)
  }

  @Test("a hundred thousand opening brackets are refused at once")
  func bracketBomb() {
    let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 100_000)
    #expect(error(of: bytes) == .tooDeep(document: "test", offset: 64, limit: 64))
  }

  @Test("every beginning of a text is refused, and none crashes")
  func truncation() {
    let text = #"{"a": [1, -2.5e3, "x\u00e9\n", {"b": true, "c": null}], "d": "𝄞"}"#
    let bytes = Array(text.utf8)
    #expect(error(of: bytes) == nil)
    for count in bytes.indices { #expect(error(of: Array(bytes[..<count])) != nil) }
  }

  @Test("random bytes never crash the reader")
  func randomBytes() throws {
    var random = SplitMix(state: 1)
    let alphabet = Array(#"{}[]",:\u0123456789eE+-.truefalsn "#.utf8) + [0xC3, 0xA9, 0xFF, 0x00]
    for _ in 0..<3000 {
      let count = Int.random(in: 0..<24, using: &random)
      let bytes = (0..<count).map { _ in alphabet.randomElement(using: &random) ?? 0 }
      // What is accepted must survive being written and read again.
      if let value = try? JSONValue(parsing: bytes, document: "test") {
        #expect(try JSONValue(parsing: value.text(.compact), document: "test") == value)
      }
    }
  }

  @Test("an error is bad data and names the document, the byte and what was expected")
  func message() {
    let error = error(of: Array("[1,]".utf8))
    #expect(error?.kind == .badData)
    #expect(
      error?.description == "test: byte 3 of the JSON text is ']'; expected a value.")
  }

  private func error(of bytes: [UInt8]) -> JSONError? {
    do {
      _ = try JSONValue(parsing: bytes, document: "test")
      return nil
    } catch let error as JSONError {
      return error
    } catch {
      Issue.record(error)
      return nil
    }
  }
}
