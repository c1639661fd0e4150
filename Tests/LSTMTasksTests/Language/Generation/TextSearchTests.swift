import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The likeliest text")
struct TextSearchTests {
  static func model(
    _ letters: String, hidden: Int = 9, layers: Int = 2, cell: CellKind = .lstm, seed: UInt64 = 1
  ) throws -> TrainedLanguageModel {
    let tokenizer = AnyTokenizer.character(try CharacterTokenizer(trainingOn: Array(letters.utf8)))
    return TrainedLanguageModel(
      model: smallModel(
        vocabulary: tokenizer.vocabulary.count, hidden: hidden, layers: layers, cell: cell,
        seed: seed), tokenizer: tokenizer)
  }

  /// Logits after each token of a text, by the whole sequence at once: [T][V].
  private static func logits(_ trained: TrainedLanguageModel, _ tokens: [Int32]) -> [[Double]] {
    let model = trained.model
    let classes = trained.tokenizer.vocabulary.count
    let all = model(
      TokenIDs(tokens, shape: [tokens.count, 1]), states: model.zeroStates(batchSize: 1)
    ).logits.values.map(Double.init)
    return tokens.indices.map { Array(all[$0 * classes..<($0 + 1) * classes]) }
  }

  /// ln p of each token behind the prompt, the logits changed by `restrain` but not the sum that they are divided by.
  private static func logProbabilities(
    _ trained: TrainedLanguageModel, prompt: [Int32], _ tokens: [Int32],
    restrain: (inout [Double], _ past: [Int32]) -> Void = { _, _ in }
  ) -> [Double] {
    let all = prompt + tokens
    let logits = logits(trained, all)
    return tokens.indices.map { place in
      var row = logits[prompt.count + place - 1]
      let sum = row.reduce(0) { $0 + exponential($1) }
      restrain(&row, Array(all.prefix(prompt.count + place)))
      return row[Int(tokens[place])] - naturalLogarithm(sum)
    }
  }

  /// Every text of a length.
  private static func all(_ length: Int, of classes: Int) -> [[Int32]] {
    (0..<length).reduce([[]]) { texts, _ in
      texts.flatMap { text in (0..<classes).map { text + [Int32($0)] } }
    }
  }

  /// Expects a search to find the best of some texts in their order.
  private func expect(
    _ found: [FoundText], _ expected: [(text: String, score: Double)],
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let best = expected.sorted { $0.score > $1.score }.prefix(found.count)
    #expect(found.map(\.text) == best.map(\.text), sourceLocation: sourceLocation)
    for (one, other) in zip(found, best) {
      #expect(abs(one.logProbability - other.score) < 1e-4, sourceLocation: sourceLocation)
    }
  }

  @Test(
    "is the best of all texts where the beam holds all beginnings",
    arguments: 1...4 as ClosedRange<UInt64>)
  func exhaustive(seed: UInt64) throws {
    let trained = try Self.model("abcd", seed: seed)
    let prompt = trained.tokenizer.encode("ca")
    let expected = Self.all(4, of: 4).map {
      (
        text: trained.tokenizer.decodeText($0),
        score: Self.logProbabilities(trained, prompt: prompt, $0).reduce(0, +)
      )
    }
    let found = trained.likeliestTexts(
      length: 4, prompt: "ca", options: try TextSearchOptions(width: 64, count: 12))
    #expect(found.count == 12 && found.allSatisfy { $0.tokenCount == 4 })
    expect(found, expected)
  }

  @Test("is the best of all texts that end before a stop text or with their length")
  func exhaustiveStops() throws {
    for (seed, stop) in [(1, "b"), (2, "bc"), (3, "d"), (4, "aa")] {
      let trained = try Self.model("abcd", seed: UInt64(seed))
      let prompt = trained.tokenizer.encode("b")
      var texts: [String: Double] = [:]
      for tokens in Self.all(4, of: 4) {
        let nats = Self.logProbabilities(trained, prompt: prompt, tokens)
        let text = trained.tokenizer.decodeText(tokens)
        let range = text.firstRange(of: stop)
        let length = range.map { text.distance(from: text.startIndex, to: $0.upperBound) } ?? 4
        let shown = String(range.map { text[..<$0.lowerBound] } ?? text[...])
        let score = nats.prefix(length).reduce(0, +)
        texts[shown] = max(texts[shown] ?? -.infinity, score)
      }
      let found = trained.likeliestTexts(
        length: 4, prompt: "b", options: try TextSearchOptions(width: 64, count: 5),
        stops: try StopTexts([stop]))
      #expect(found.count == 5)
      expect(found, texts.map { (text: $0.key, score: $0.value) })
    }
  }

  @Test("is the best of all texts that may be written where repetition is restrained")
  func exhaustiveRepetition() throws {
    let trained = try Self.model("abcd", seed: 5)
    let prompt = trained.tokenizer.encode("ab")
    let penalty = 1.4
    let expected = Self.all(4, of: 4).map { tokens in
      (
        text: trained.tokenizer.decodeText(tokens),
        score: Self.logProbabilities(trained, prompt: prompt, tokens) { logits, past in
          for token in Set(past.suffix(3)).map(Int.init) {
            logits[token] = logits[token] > 0 ? logits[token] / penalty : logits[token] * penalty
          }
          for (first, second) in zip(past, past.dropFirst()) where first == past.last {
            logits[Int(second)] = -.infinity
          }
        }.reduce(0, +)
      )
    }
    let repetition = try RepetitionOptions(
      penalty: Float(penalty), window: 3, uniqueNgram: 2)
    let found = trained.likeliestTexts(
      length: 4, prompt: "ab",
      options: try TextSearchOptions(width: 64, count: 8, repetition: repetition))
    #expect(found.count == 8)
    expect(found, expected)
  }

  @Test(
    "is as likely as the whole sequence says, whatever the cell",
    arguments: [CellKind.lstm, .gru, .rnn, .slstm, .mlstm, .peephole])
  func scores(cell: CellKind) throws {
    let trained = try Self.model("abcdefghijk", hidden: 17, cell: cell)
    let prompt = trained.tokenizer.encode("fade")
    let found = trained.likeliestTexts(
      length: 15, prompt: "fade", options: try TextSearchOptions(width: 5, count: 5))
    #expect(found.count == 5)
    for text in found {
      let expected = Self.logProbabilities(
        trained, prompt: prompt, trained.tokenizer.encode(text.text)
      ).reduce(0, +)
      #expect(abs(text.logProbability - expected) < 1e-4 * max(1, abs(expected)))
    }
    #expect(found.map(\.logProbability) == found.map(\.logProbability).sorted(by: >))
  }

  @Test("is the same for any number of threads and on every path of the processor")
  func sameBits() throws {
    let trained = try Self.model("abcdefghijk", hidden: 33)
    let options = try TextSearchOptions(
      width: 6, count: 6, repetition: RepetitionOptions(penalty: 1.2, uniqueNgram: 3))
    let comparison = KernelSettings.compare {
      trained.likeliestTexts(length: 25, prompt: "a", options: options).flatMap { found in
        [
          Tensor([Float(found.logProbability)]),
          Tensor(found.text.utf8.map { Float($0) }),
        ]
      }
    }
    #expect(comparison.differing == [])
    #expect(comparison.result.count == 12)
  }

  @Test("of equally likely ones is that of the smaller tokens")
  func ties() throws {
    var trained = try Self.model("abc")
    trained.model.visitParameters { _, parameter in parameter = .zeros(parameter.shape) }
    let found = trained.likeliestTexts(
      length: 4, prompt: "c", options: try TextSearchOptions(width: 3, count: 3))
    #expect(found.map(\.text) == ["aaaa", "aaab", "aaac"])
  }

  @Test("is told apart by what it says, not by its tokens")
  func distinct() throws {
    for trained in try TextGeneratorTests.models() {
      let found = trained.likeliestTexts(
        length: 8, prompt: "ab", options: try TextSearchOptions(width: 16, count: 16),
        stops: try StopTexts(["a", " "]))
      #expect(Set(found.map(\.text)).count == found.count && !found.isEmpty)
      #expect(found.allSatisfy { !$0.text.contains("a") && !$0.text.contains(" ") })
    }
  }

  @Test("is empty where nothing may be written, or the network has no numbers")
  func nothing() throws {
    var trained = try Self.model("abc")
    let options = try TextSearchOptions(width: 2)
    #expect(trained.likeliestTexts(length: 0, options: options).map(\.text) == [""])
    trained.model.visitParameters { _, parameter in
      parameter = Tensor(repeating: .nan, shape: parameter.shape)
    }
    #expect(trained.likeliestTexts(length: 5, options: options).map(\.text) == [""])
  }

  @Test("is searched for with a width and a count that make sense")
  func refusals() {
    for width in [1, 0, -3, 65, Int.max] {
      #expect {
        try TextSearchOptions(width: width)
      } throws: {
        "\($0)".contains("--beam is \(width)") && "\($0)".contains("from 2 to 64")
      }
    }
    for count in [0, -1, 9] {
      #expect {
        try TextSearchOptions(width: 8, count: count)
      } throws: {
        "\($0)".contains("--count is \(count)") && "\($0)".contains("from 1 to 8")
      }
    }
  }
}
