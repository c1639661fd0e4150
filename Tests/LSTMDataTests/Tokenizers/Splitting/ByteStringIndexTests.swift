import Testing

@testable import LSTMData

@Suite("Byte strings are numbered as they come")
struct ByteStringIndexTests {
  @Test("The index agrees with a dictionary over many insertions and growth")
  func againstDictionary() {
    var random = SeededGenerator(seed: 8)
    var index = ByteStringIndex()
    var expected: [[UInt8]: Int] = [:]
    let letters = bytes("ab\0é")
    for _ in 0..<3000 {
      let word = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        letters.randomElement(using: &random) ?? 0
      }
      let source = [1] + word + [2]
      let part = 1..<1 + word.count
      #expect(index.entry(source, part) == expected[word])
      let entry = index.insert(source, part)
      #expect(entry == expected[word] ?? expected.count)
      expected[word] = entry
    }
    #expect(index.count == expected.count)
    #expect(index.byteCount == expected.keys.reduce(0) { $0 + $1.count })
    for (word, entry) in expected {
      #expect(index[entry] == word)
      #expect(index.length(of: entry) == word.count)
    }
  }

  @Test("Entries are compared by their bytes")
  func order() {
    var index = ByteStringIndex()
    for word in ["b", "a", "ab", "é"] { _ = index.insert(bytes(word), 0..<word.utf8.count) }
    #expect(index.isLess(1, 0))
    #expect(index.isLess(1, 2))
    #expect(!index.isLess(2, 1))
    #expect(index.isLess(0, 3))
    #expect(!index.isLess(0, 0))
  }
}
