import Testing

@testable import LSTMData

@Suite("A tokenizer of characters")
struct CharacterTokenizerTests {
  @Test("The vocabulary is the characters of the training text by code point, each once")
  func vocabulary() throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("häh 😀 bäh\n"))
    #expect(tokenizer.vocabulary.tokens.map { text($0) } == ["\n", " ", "b", "h", "ä", "😀"])
    #expect(tokenizer.encode("bä😀") == [2, 4, 5])
    #expect(tokenizer.substitutions(in: bytes("häh 😀 bäh\n")).isEmpty)
  }

  @Test("Any text comes back exactly from the tokenizer that was trained on it")
  func ownText() throws {
    for (name, sample) in HostileText.samples {
      let tokenizer = try CharacterTokenizer(trainingOn: bytes(sample))
      let tokens = tokenizer.encode(sample)
      #expect(tokens.count == sample.unicodeScalars.count, "\(name)")
      #expect(tokenizer.decode(tokens) == bytes(sample), "\(name)")
    }
    let tokenizer = try CharacterTokenizer(trainingOn: HostileText.acrossUnicode)
    #expect(
      tokenizer.decode(tokenizer.encode(HostileText.acrossUnicode)) == HostileText.acrossUnicode)
  }

  @Test("With byte fallback any bytes come back exactly")
  func byteFallback() throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("abc é"), byteFallback: true)
    #expect(tokenizer.vocabulary.count == 5 + 256)
    #expect(tokenizer.encode("aé€") == [1, 4, 0xE7, 0x87, 0xB1])
    for (name, sample) in HostileText.samples {
      #expect(tokenizer.decode(tokenizer.encode(sample)) == bytes(sample), "\(name)")
      #expect(tokenizer.substitutions(in: bytes(sample)).isEmpty)
    }
    var random = SeededGenerator(seed: 3)
    for count in 0..<100 {
      let bytes = HostileText.randomBytes(count: count, using: &random)
      #expect(tokenizer.decode(tokenizer.encode(bytes)) == bytes)
    }
  }

  @Test(
    "An unknown character becomes the nearest known one",
    arguments: [
      ("É", "e"), ("e", "e"), ("Z", "z"), ("ﬁ", "f"), ("②", "2"), ("’", "'"), ("“", "'"),
      ("—", "-"), ("Ⓐ", "a"), ("\u{A0}", " "), ("漢", " "), ("\r", "\n"), ("\u{2028}", "\n"),
    ])
  func nearest(_ unknown: String, _ stand: String) throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("abcdefz 12'-\n"))
    #expect(tokenizer.decodeText(tokenizer.encode(unknown)) == stand)
  }

  @Test("Without a near character or white space the first token stands in")
  func noNearest() throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("xyz"))
    #expect(tokenizer.encode("漢x") == [0, 0])
    #expect(tokenizer.encode([0xFF, 0x79]) == [0, 1])
  }

  @Test("Unknown characters are reported, each once with its count")
  func substitutions() throws {
    let tokenizer = try CharacterTokenizer(trainingOn: bytes("e x"))
    let found = tokenizer.substitutions(in: bytes("é漢é x") + [0xC3])
    #expect(found.map(\.original) == [bytes("é"), bytes("漢"), [0xC3]])
    #expect(found.map(\.token) == [1, 0, 0])
    #expect(found.map(\.count) == [2, 1, 1])
  }

  @Test("A description makes the same tokenizer again")
  func description() throws {
    for fallback in [false, true] {
      let tokenizer = try CharacterTokenizer(
        trainingOn: HostileText.acrossUnicode, byteFallback: fallback)
      let again = try CharacterTokenizer(description: tokenizer.description)
      #expect(again.vocabulary == tokenizer.vocabulary)
      #expect(again.description == tokenizer.description)
      let sample = bytes("new ☃ text é")
      #expect(again.encode(sample) == tokenizer.encode(sample))
    }
  }

  @Test(
    "A description that no tokenizer gave is an error",
    arguments: [
      [], ["b", "a"], ["a", "a"], ["ab"], [""], ["a", "e\u{301}"], ["abcde"],
    ])
  func badDescription(_ tokens: [String]) {
    let description = TokenizerDescription(
      kind: .character, tokens: tokens.map { bytes($0) })
    #expect(throws: TokenizerError.self) { try CharacterTokenizer(description: description) }
  }

  @Test("A token that is not UTF-8 is an error")
  func notUTF8() {
    let description = TokenizerDescription(kind: .character, tokens: [[0x61], [0xC3]])
    #expect(throws: TokenizerError.tokenNotUTF8(number: 1)) {
      try CharacterTokenizer(description: description)
    }
  }

  @Test("An empty training text is an error")
  func empty() {
    #expect(throws: TokenizerError.emptyText) { try CharacterTokenizer(trainingOn: []) }
    #expect(throws: TokenizerError.emptyText) { try CharacterTokenizer(trainingOn: [0xFF]) }
  }
}
