import Testing

@testable import LSTMData

@Suite("Counted n-grams")
struct NGramCounterTests {
  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  @Test("of words are numbered by how many texts have them, then by their bytes")
  func words() throws {
    let texts = ["good film", "good  film, good", "bad film"].map { Array($0.utf8) }
    let counter = NGramCounter(trainingOn: texts, pieces: .words, lengths: 1...2)
    #expect(counter.grams.map(Self.text) == ["film", "good", "good film"])
    let counts = counter.counts(of: Array("good film good".utf8))
    #expect(counts.map(\.gram) == [0, 1, 2] && counts.map(\.count) == [1, 2, 1])
    #expect(counter.counts(of: []).isEmpty)
  }

  @Test("of characters know the ends of a text")
  func characters() throws {
    let counter = NGramCounter(
      trainingOn: [Array("né".utf8)], pieces: .characters, lengths: 1...2, leastTexts: 1)
    #expect(Set(counter.grams.map(Self.text)) == [" ", " n", "n", "né", "é", "é "])
  }

  @Test("of characters within words do not cross from one word to the next")
  func wordCharacters() {
    let counter = NGramCounter(
      trainingOn: [Array("ab, cd".utf8)], pieces: .wordCharacters, lengths: 3...4, leastTexts: 1)
    #expect(
      Set(counter.grams.map(Self.text)) == [" ab", " ab ", "ab ", " , ", " cd", " cd ", "cd "])
  }

  @Test("are made again from their list, which names each once")
  func restored() throws {
    let texts = ["a b c", "a b"].map { Array($0.utf8) }
    let counter = NGramCounter(
      trainingOn: texts, pieces: .words, lengths: 1...2, leastTexts: 1, limit: 4)
    #expect(counter.gramCount == 4)
    let again = try #require(
      NGramCounter(pieces: .words, lengths: 1...2, grams: counter.grams))
    let text = Array("c a b".utf8)
    #expect(again.counts(of: text) == counter.counts(of: text))
    #expect(NGramCounter(pieces: .words, lengths: 1...2, grams: [[97], [97]]) == nil)
  }

  @Test("keep emoji with joiners and right-to-left words whole")
  func pieces() {
    func words(_ text: String) -> [String] {
      let bytes = Array(text.utf8)
      return TextPieces.words.ranges(of: bytes).map { Self.text(Array(bytes[$0])) }
    }
    #expect(words("so 👩‍👩‍👧 good") == ["so", "👩‍👩‍👧", "good"])
    #expect(words("שלום עולם") == ["שלום", "עולם"])
    #expect(words(" a\u{00A0}b\n") == ["a", "b"])
  }
}
