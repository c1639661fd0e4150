import Testing

@testable import LSTMData

@Suite("A tokenizer of words that are all known")
struct ClosedVocabularyTokenizerTests {
  private let sample = bytes(" the <unk> sat \n the cat sat on N \n")

  @Test("Words are numbered by count, then by their bytes, and a line break is <eos>")
  func vocabulary() throws {
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: sample)
    #expect(
      tokenizer.vocabulary.tokens.map { text($0) }
        == ["<eos>", "sat", "the", "<unk>", "N", "cat", "on"])
    #expect(tokenizer.encode(sample) == [2, 3, 1, 0, 2, 5, 1, 6, 4, 0])
    #expect(tokenizer.encode("the\tdog\r\ncat") == [2, 3, 0, 5])
    #expect(tokenizer.decodeText([2, 3, 1, 0, 0, 5, 6]) == "the <unk> sat\n\ncat on")
  }

  @Test("A text with single spaces comes back exactly")
  func roundTrip() throws {
    let plain = "the <unk> sat\n\nthe cat sat on N\nend"
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: bytes(plain))
    #expect(tokenizer.decodeText(tokenizer.encode(plain)) == plain)
  }

  @Test("Unknown words are reported, each once with its count")
  func substitutions() throws {
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: sample)
    let found = tokenizer.substitutions(in: bytes("a cat a é\n"))
    #expect(found.map(\.original) == [bytes("a"), bytes("é")])
    #expect(found.map(\.count) == [2, 1])
    #expect(found.allSatisfy { $0.token == tokenizer.unknownToken })
  }

  @Test("The special words are there even where the text and the limit leave no place")
  func specialWords() throws {
    let tokenizer = try ClosedVocabularyTokenizer(
      trainingOn: bytes("b a b c"), maximumVocabularySize: 3)
    #expect(tokenizer.vocabulary.tokens.map { text($0) } == ["b", "<eos>", "<unk>"])
    let rare = try ClosedVocabularyTokenizer(trainingOn: bytes("b a b c"), minimumCount: 2)
    #expect(rare.vocabulary == tokenizer.vocabulary)
    #expect(rare.encode("a b") == [2, 0])
    #expect(throws: TokenizerError.self) {
      try ClosedVocabularyTokenizer(trainingOn: sample, maximumVocabularySize: 1)
    }
    #expect(throws: TokenizerError.emptyText) {
      try ClosedVocabularyTokenizer(trainingOn: [])
    }
  }

  @Test("Any bytes can be learnt from and encoded")
  func anyBytes() throws {
    var random = SeededGenerator(seed: 5)
    let noise = HostileText.randomBytes(count: 3000, using: &random)
    let tokenizer = try ClosedVocabularyTokenizer(
      trainingOn: noise + [UInt8](repeating: 0x61, count: 5000))
    #expect(tokenizer.vocabulary.tokens.allSatisfy { UTF8Scan.isValid($0) && $0.count <= 1024 })
    let count = Int32(tokenizer.vocabulary.count)
    #expect(tokenizer.encode(noise).allSatisfy { (0..<count).contains($0) })
    for (name, sample) in HostileText.samples {
      let own = try ClosedVocabularyTokenizer(trainingOn: bytes(sample))
      #expect(
        own.decodeText(own.encode(own.decodeText(own.encode(sample))))
          == own.decodeText(own.encode(sample)), "\(name)")
    }
  }

  @Test("A description makes the same tokenizer again, and a damaged one is an error")
  func description() throws {
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: sample)
    let again = try ClosedVocabularyTokenizer(description: tokenizer.description)
    #expect(again.vocabulary == tokenizer.vocabulary)
    #expect(again.encode(sample) == tokenizer.encode(sample))
    func make(_ tokens: [String]) throws {
      _ = try ClosedVocabularyTokenizer(
        description: TokenizerDescription(
          kind: .closedVocabulary, tokens: tokens.map { bytes($0) }))
    }
    #expect(throws: TokenizerError.missingToken("<eos>")) { try make(["<unk>", "a"]) }
    #expect(throws: TokenizerError.missingToken("<unk>")) { try make(["<eos>", "a"]) }
    #expect(throws: TokenizerError.self) { try make(["<eos>", "<unk>", "a b"]) }
    #expect(throws: TokenizerError.duplicateToken(number: 2, first: 1)) {
      try make(["<eos>", "<unk>", "<unk>"])
    }
  }
}
