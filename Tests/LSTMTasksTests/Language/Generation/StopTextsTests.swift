import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Texts before which writing ends")
struct StopTextsTests {
  /// What comes through, all in all, and whether it was stopped.
  private static func passed(_ pieces: [String], _ stops: [String]) throws -> (String, Bool) {
    var matcher = try #require(StopMatcher(StopTexts(stops)))
    var text = ""
    for piece in pieces { text += matcher.take(piece) }
    let isStopped = matcher.isStopped
    return (text + matcher.finish(), isStopped)
  }

  @Test("are found across pieces, and the first that is whole counts, the longest of several")
  func examples() throws {
    #expect(try Self.passed(["ab", "cd"], ["bc"]) == ("a", true))
    #expect(try Self.passed(["aa", "ab"], ["aab"]) == ("a", true))
    #expect(try Self.passed(["a", "", "a"], ["aab"]) == ("aa", false))
    #expect(try Self.passed(["xabc"], ["abc", "b"]) == ("xa", true))
    #expect(try Self.passed(["xabc"], ["c", "abc", "bc"]) == ("x", true))
    #expect(try Self.passed(["stop"], ["stop"]) == ("", true))
    // To Swift these are one character.
    #expect(try Self.passed(["a\r", "\nb"], ["\n"]) == ("a\r", true))
    #expect(try Self.passed(["e", "\u{301}x"], ["e"]) == ("", true))
    #expect(try Self.passed(["漢", "👍", "ä"], ["👍ä"]) == ("漢", true))
    #expect(try Self.passed(["漢字"], ["漢漢"]) == ("漢字", false))
    #expect(StopMatcher(.none) == nil)
  }

  @Test("hold back nothing but what could become one of them, however the text is cut")
  func definition() throws {
    var numbers = TestNumbers(seed: 5)
    let letters: [Unicode.Scalar] = ["a", "b", "ä", "\n"]
    func text(_ length: Int) -> String {
      let places = numbers.integers(length, in: 0...letters.count - 1)
      return String(String.UnicodeScalarView(places.map { letters[$0] }))
    }
    for _ in 0..<300 {
      let (whole, stops) = (text(40), [text(3), text(5), text(2)])
      let (bytes, patterns) = (Array(whole.utf8), stops.map { Array($0.utf8) })
      func ends(_ end: Int, with pattern: some Collection<UInt8>) -> Bool {
        end >= pattern.count && bytes[(end - pattern.count)..<end].elementsEqual(pattern)
      }
      let end = bytes.indices.map { $0 + 1 }.first { end in
        patterns.contains { ends(end, with: $0) }
      }
      let length = end.flatMap { end in
        patterns.filter { ends(end, with: $0) }.map(\.count).max()
      }
      let limit = (end ?? bytes.count) - (length ?? 0)

      var matcher = try #require(StopMatcher(StopTexts(stops)))
      var (rest, given, read) = (whole.unicodeScalars[...], [UInt8](), 0)
      while !rest.isEmpty, !matcher.isStopped {
        let piece = String(rest.prefix(1 + numbers.integers(1, in: 0...4)[0]))
        rest = rest.dropFirst(piece.unicodeScalars.count)
        given += Array(matcher.take(piece).utf8)
        read += piece.utf8.count
        if matcher.isStopped { break }
        let held = (1...10).filter { count in
          patterns.contains { $0.count > count && ends(read, with: $0.prefix(count)) }
        }.max()
        #expect(given.count == read - (held ?? 0))
      }
      #expect(matcher.isStopped == (end != nil))
      given += Array(matcher.finish().utf8)
      #expect(given == Array(bytes[..<limit]))
    }
  }

  @Test("are texts of at least one character")
  func empty() {
    #expect {
      try StopTexts(["a", ""])
    } throws: {
      "\($0)".contains("--stop is empty")
    }
    #expect(throws: Never.self) { try StopTexts([]) }
  }
}
