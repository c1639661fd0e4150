import Testing

@testable import LSTMData

@Suite("Byte-pair encoding")
struct BytePairTokenizerTests {
  private typealias Merge = TokenizerDescription.Merge

  @Test("The worked example aaabdaaabac gives the merges aa, ab, aaab")
  func workedExample() throws {
    // Counts: aa 4 (overlaps count), ab 2, … → 256 = aa. Then 256 a and ab have 2 each, and (97, 98)
    // is before (256, 97) → 257 = ab. Then (256, 257) has 2 → 258 = aaab. Then no pair has 2.
    let tokenizer = try BytePairTokenizer(trainingOn: bytes("aaabdaaabac"))
    #expect(tokenizer.description.merges == [Merge(97, 97), Merge(97, 98), Merge(256, 257)])
    #expect(tokenizer.vocabulary.count == 259)
    #expect(tokenizer.vocabulary[258] == bytes("aaab"))
    #expect(tokenizer.encode("aaabdaaabac") == [258, 100, 258, 97, 99])
    #expect(tokenizer.encode("aaaa") == [256, 256])
    #expect(tokenizer.encode("aaa") == [256, 97])
    #expect(tokenizer.encode("xab") == [120, 257])
  }

  @Test("Of equally frequent pairs the one with the smaller numbers is merged first")
  func ties() throws {
    let tokenizer = try BytePairTokenizer(trainingOn: bytes("zy\nzy\nby\nby\nba\nba"))
    #expect(tokenizer.description.merges == [Merge(98, 97), Merge(98, 121), Merge(122, 121)])
  }

  @Test("No token reaches across two words")
  func wordBorders() throws {
    let tokenizer = try BytePairTokenizer(trainingOn: bytes("to be or not to be, to be"))
    let tokens = tokenizer.vocabulary.tokens.dropFirst(256).map { text($0) }
    #expect(tokens.contains(" be"))
    #expect(tokens.allSatisfy { !$0.dropFirst().contains(" ") })
  }

  @Test("Merges are those of counting every pair anew for each", arguments: 0..<12)
  func againstCounting(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let letters: [UInt8] = seed % 2 == 0 ? bytes("ab ") : bytes("abcde' \n.7")
    let sample = (0..<400).map { _ in letters.randomElement(using: &random) ?? 0 }
    let tokenizer = try BytePairTokenizer(trainingOn: sample, maximumVocabularySize: 256 + 60)
    let expected = CountingBytePairs.merges(of: sample, limit: 60)
    #expect(tokenizer.description.merges == expected.map { Merge($0.0, $0.1) })
    let other = (0..<300).map { _ in letters.randomElement(using: &random) ?? 0 }
    #expect(tokenizer.encode(other) == CountingBytePairs.encode(other, merges: expected))
  }

  @Test("Any text and any bytes come back exactly, whatever the tokenizer was trained on")
  func roundTrip() throws {
    var random = SeededGenerator(seed: 6)
    let trainings = [
      bytes("the cat sat on the mat, the cat sat"),
      HostileText.randomBytes(count: 2000, using: &random),
      HostileText.samples.flatMap { bytes($0.text) },
    ]
    for training in trainings {
      let tokenizer = try BytePairTokenizer(trainingOn: training, maximumVocabularySize: 700)
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
    let tokenizer = try BytePairTokenizer(trainingOn: HostileText.acrossUnicode)
    #expect(
      tokenizer.decode(tokenizer.encode(HostileText.acrossUnicode)) == HostileText.acrossUnicode)
  }

  @Test("A description makes the same tokenizer again")
  func description() throws {
    let training = HostileText.samples.flatMap { bytes($0.text) }
    let tokenizer = try BytePairTokenizer(trainingOn: training)
    let again = try BytePairTokenizer(description: tokenizer.description)
    #expect(again.vocabulary == tokenizer.vocabulary)
    #expect(again.encode(training) == tokenizer.encode(training))
  }

  @Test("A description that no tokenizer gave is an error, and takes no memory")
  func badDescriptions() {
    func make(_ merges: [Merge]) throws {
      _ = try BytePairTokenizer(
        description: TokenizerDescription(kind: .bytePair, tokens: [], merges: merges))
    }
    for merge in [Merge(256, 97), Merge(97, 256), Merge(-1, 97), Merge(.max, .min)] {
      #expect(
        throws: TokenizerError.mergeOutOfRange(number: 0, left: merge.left, right: merge.right)
      ) { try make([merge]) }
    }
    #expect(throws: TokenizerError.duplicateMerge(number: 1, first: 0)) {
      try make([Merge(97, 97), Merge(97, 97)])
    }
    #expect(throws: TokenizerError.duplicateMerge(number: 3, first: 2)) {
      try make([Merge(97, 98), Merge(98, 99), Merge(256, 99), Merge(97, 257)])
    }
    // Each merge doubles the length: 60 of them would be a token of an exabyte.
    let doubling = [Merge(97, 97)] + (256..<315).map { Merge($0, $0) }
    #expect(throws: TokenizerError.tokenLength(number: 266, found: 2048, maximum: 1024)) {
      try make(doubling)
    }
  }

  @Test("A size out of range and an empty text are errors")
  func badArguments() throws {
    for size in [-1, 255, Int.max] {
      #expect(throws: TokenizerError.self) {
        try BytePairTokenizer(trainingOn: [0x61], maximumVocabularySize: size)
      }
    }
    #expect(throws: TokenizerError.emptyText) { try BytePairTokenizer(trainingOn: []) }
    let bytesOnly = try BytePairTokenizer(trainingOn: bytes("aa aa"), maximumVocabularySize: 256)
    #expect(bytesOnly.vocabulary.count == 256)
  }
}

/// The definition of byte-pair encoding, carried out literally.
private enum CountingBytePairs {
  static func merges(of text: [UInt8], limit: Int) -> [(Int32, Int32)] {
    var words = units(of: text)
    var merges: [(Int32, Int32)] = []
    while merges.count < limit {
      var counts: [[Int32]: Int] = [:]
      for word in words {
        for (left, right) in zip(word, word.dropFirst()) { counts[[left, right], default: 0] += 1 }
      }
      let best = counts.min {
        $0.value == $1.value
          ? $0.key.lexicographicallyPrecedes($1.key) : $0.value > $1.value
      }
      guard let best, best.value > 1 else { break }
      let merge = (best.key[0], best.key[1])
      words = words.map { joined($0, merge, into: Int32(256 + merges.count)) }
      merges.append(merge)
    }
    return merges
  }

  static func encode(_ text: [UInt8], merges: [(Int32, Int32)]) -> [Int32] {
    var words = units(of: text)
    for (rank, merge) in merges.enumerated() {
      words = words.map { joined($0, merge, into: Int32(256 + rank)) }
    }
    return words.flatMap { $0 }
  }

  private static func units(of text: [UInt8]) -> [[Int32]] {
    var units = TextUnits(text, splitsIdeographs: false)
    var words: [[Int32]] = []
    while let unit = units.next() { words.append(text[unit].map { Int32($0) }) }
    return words
  }

  private static func joined(
    _ word: [Int32], _ pair: (Int32, Int32), into token: Int32
  ) -> [Int32] {
    var result: [Int32] = []
    var rest = word[...]
    while let first = rest.popFirst() {
      if first == pair.0, rest.first == pair.1 {
        rest.removeFirst()
        result.append(token)
      } else {
        result.append(first)
      }
    }
    return result
  }
}
