import Testing

@testable import LSTMData

@Suite("A tokenizer of words that can spell")
struct WordTokenizerTests {
  private let english = bytes(
    "the cat sat on the mat. the dog sat on the cat.\nthe end.\n\nDon't the dog and the dog's cat\n"
  )

  @Test("Frequent words become tokens, the most frequent first, ties by their bytes")
  func vocabulary() throws {
    let tokenizer = try WordTokenizer(trainingOn: english)
    let words = tokenizer.vocabulary.tokens.dropFirst(256).map { text($0) }
    #expect(words == [" the", " cat", " dog", " on", " sat", "the"])
    #expect(Array(tokenizer.vocabulary.tokens.prefix(256)) == (0...255).map { [UInt8($0)] })
  }

  @Test("An unknown word is spelt, with a known word after its space where there is one")
  func spelling() throws {
    let tokenizer = try WordTokenizer(trainingOn: english)
    #expect(tokenizer.encode("the cat") == [261, 257])
    #expect(tokenizer.encode("the bat") == [261, 0x20, 0x62, 0x61, 0x74])
    let withNames = try WordTokenizer(trainingOn: bytes("Ann\nAnn\nñandú ñ ñ"))
    #expect(
      withNames.vocabulary.tokens.dropFirst(256).map { text($0) } == ["ñ", " ñ", "Ann"])
    #expect(withNames.encode("x Ann") == [0x78, 0x20, 258])
    #expect(withNames.encode("xñ") == [0x78, 256])
    #expect(withNames.encode("xú") == [0x78, 0xC3, 0xBA])
  }

  @Test("Any text and any bytes come back exactly, whatever the tokenizer was trained on")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 4)
    let trainings = [
      english, HostileText.randomBytes(count: 2000, using: &random),
      HostileText.samples.flatMap { bytes($0.text + $0.text) },
    ]
    for training in trainings {
      for minimumCount in [1, 2] {
        let tokenizer = try WordTokenizer(trainingOn: training, minimumCount: minimumCount)
        for (name, sample) in HostileText.samples {
          #expect(tokenizer.decode(tokenizer.encode(sample)) == bytes(sample), "\(name)")
        }
        for count in 0..<60 {
          let bytes = HostileText.randomBytes(count: count, using: &random)
          #expect(tokenizer.decode(tokenizer.encode(bytes)) == bytes)
        }
        #expect(tokenizer.decode(tokenizer.encode(training)) == training)
        #expect(tokenizer.substitutions(in: training).isEmpty)
      }
    }
    let tokenizer = try WordTokenizer(trainingOn: HostileText.acrossUnicode)
    #expect(
      tokenizer.decode(tokenizer.encode(HostileText.acrossUnicode)) == HostileText.acrossUnicode)
  }

  @Test("The vocabulary keeps to its limit, and to words that are UTF-8")
  func limits() throws {
    let tokenizer = try WordTokenizer(trainingOn: english, maximumVocabularySize: 259)
    #expect(
      tokenizer.vocabulary.tokens.dropFirst(256).map { text($0) } == [" the", " cat", " dog"])
    let characters = try WordTokenizer(
      trainingOn: bytes("äöü äöü äöü ñéà ñéà"), maximumVocabularySize: 264)
    #expect(
      characters.vocabulary.tokens.dropFirst(256).map { text($0) }
        == ["ä", "ö", " äöü", " ñéà"])
    let broken: [UInt8] = [0x20, 0xFF, 0xFE, 0x20, 0xFF, 0xFE]
    #expect(try WordTokenizer(trainingOn: broken).vocabulary.count == 256)
    for size in [-1, 0, 256, Int.max] {
      #expect(throws: TokenizerError.self) {
        try WordTokenizer(trainingOn: english, maximumVocabularySize: size)
      }
    }
    #expect(throws: TokenizerError.minimumCount(found: 0)) {
      try WordTokenizer(trainingOn: english, minimumCount: 0)
    }
    #expect(throws: TokenizerError.emptyText) { try WordTokenizer(trainingOn: []) }
  }

  @Test("A description makes the same tokenizer again, and each of its tokens is UTF-8")
  func description() throws {
    let training = HostileText.samples.flatMap { bytes($0.text + $0.text) }
    let tokenizer = try WordTokenizer(trainingOn: training)
    let description = tokenizer.description
    #expect(description.tokens.allSatisfy { String(validating: $0, as: UTF8.self) != nil })
    let again = try WordTokenizer(description: description)
    #expect(again.vocabulary == tokenizer.vocabulary)
    #expect(again.encode(training) == tokenizer.encode(training))
  }

  @Test("A description that no tokenizer gave is an error")
  func badDescriptions() {
    func make(_ tokens: [[UInt8]]) throws {
      _ = try WordTokenizer(description: TokenizerDescription(kind: .word, tokens: tokens))
    }
    #expect(throws: TokenizerError.duplicateToken(number: 2, first: 0)) {
      try make([bytes("ab"), bytes("cd"), bytes("ab")])
    }
    #expect(throws: TokenizerError.self) { try make([bytes("a")]) }
    #expect(throws: TokenizerError.self) { try make([[]]) }
    #expect(throws: TokenizerError.tokenNotUTF8(number: 0)) { try make([[0xC3, 0x28]]) }
    #expect(throws: TokenizerError.self) { try make([[UInt8](repeating: 0x61, count: 1025)]) }
  }
}
