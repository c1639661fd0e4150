import Testing

@testable import LSTMFormats

@Suite("Exact strings and quoted text")
struct ExactStringTests {
  private static let composed = "\u{E9}"
  private static let decomposed = "e\u{301}"

  @Test("canonically equivalent names are told apart by their bytes")
  func equality() {
    #expect(Self.composed == Self.decomposed)
    #expect(ExactString(Self.composed) != ExactString(Self.decomposed))
    #expect(Set([ExactString(Self.composed), ExactString(Self.decomposed)]).count == 2)
    #expect(ExactString("name") == ExactString("name"))
  }

  @Test("the order is that of the bytes")
  func order() {
    let sorted = ["b", Self.composed, "a", "B", Self.decomposed, ""].sorted(
      by: ExactString.precedes)
    let expected = ["", "B", "a", "b", Self.decomposed, Self.composed]
    #expect(sorted.map { Array($0.utf8) } == expected.map { Array($0.utf8) })
  }

  @Test("an index finds every name and every repetition", arguments: [1, 15, 16, 17, 18, 100])
  func index(count: Int) {
    var index = ExactStringIndex()
    let names = (0..<count).map { "name\($0)" }
    #expect(index.position(of: "name0") == nil)
    let first = names.map { index.insert($0) }
    let second = names.map { index.insert($0) }
    #expect(first.allSatisfy { $0 } && !second.contains(true))
    #expect(names.map { index.position(of: $0) } == Array(0..<count))
    #expect(index.position(of: "another") == nil)
  }

  @Test("text from a file is quoted without control characters")
  func quoting() {
    #expect("lstm.0.bias".quotedForMessage == "\"lstm.0.bias\"")
    #expect("a\u{1B}[31m\n\"\\".quotedForMessage == "\"a\\u{1b}[31m\\u{a}\\\"\\\\\"")
    #expect("\u{202E}x".quotedForMessage == "\"\\u{202e}x\"")
    #expect("Größe 世界".quotedForMessage == "\"Größe 世界\"")
  }

  @Test("long text is cut in a message")
  func cutting() {
    let quoted = String(repeating: "x", count: 10_000).quotedForMessage
    #expect(quoted == "\"" + String(repeating: "x", count: 80) + "…\"")
  }
}
