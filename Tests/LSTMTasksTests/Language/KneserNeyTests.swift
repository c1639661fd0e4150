import Foundation
import LSTMData
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("The Kneser-Ney model of n-grams")
struct KneserNeyTests {
  @Test("gives probabilities that sum to one in contexts seen and unseen", arguments: 1...6)
  func sums(order: Int) {
    // Two of the tokens are never seen.
    let model = KneserNeyModel(
      trainingOn: randomTokens(200, below: 5), vocabularySize: 7, order: order)
    var numbers = TestNumbers(seed: 2)
    for length in 0...7 {
      for _ in 0..<20 {
        let context = numbers.integers(length, in: 0...6).map { Int32($0) }
        let each = (0..<7).map { model.probability(of: $0, after: context) }
        #expect(each.allSatisfy { $0 > 0 })
        #expect(abs(each.reduce(0, +) - 1) < 1e-14, "\(context): \(each)")
      }
    }
  }

  @Test("equals the definition over dictionaries", arguments: 1...4, [2, 6])
  func definition(order: Int, symbols: Int) {
    let text = randomTokens(300, below: symbols, seed: UInt64(order))
    let model = KneserNeyModel(trainingOn: text, vocabularySize: symbols + 1, order: order)
    let oracle = Definition(text, vocabularySize: symbols + 1, order: order)
    let other = randomTokens(60, below: symbols + 1, seed: 9)
    for position in other.indices {
      let context = Array(other[..<position])
      for token in 0...Int32(symbols) {
        let found = model.probability(of: token, after: context)
        let expected = oracle.probability(of: token, after: Array(context.suffix(order - 1)))
        #expect(abs(found - expected) < 1e-12, "\(token) after \(context.suffix(order))")
      }
    }
  }

  @Test("gives the probabilities of a text of four tokens that are found by hand")
  func byHand() {
    // Of 0 1 0 0, the pairs are 01, 10, 00, once each: without a count of two, 1/2 is withheld of each. Before 0 stand
    // 1, 0 and the beginning, before 1 stands 0: counts of 3 and 1, of which 3/2 and 1/2 are withheld.
    let model = KneserNeyModel(trainingOn: [0, 1, 0, 0], vocabularySize: 2, order: 2)
    let single = [(1.5 + 2 * 0.5) / 4, (0.5 + 2 * 0.5) / 4]
    #expect(single == [0.625, 0.375])
    let expected: [(context: [Int32], probabilities: [Double])] = [
      ([], single), ([0], [(0.5 + 0.625) / 2, (0.5 + 0.375) / 2]),
      ([1], [0.5 + 0.5 * 0.625, 0.5 * 0.375]),
    ]
    for (context, probabilities) in expected {
      let found = [0, 1].map { model.probability(of: $0, after: context) }
      #expect(zip(found, probabilities).allSatisfy { abs($0 - $1) < 1e-15 }, "\(context): \(found)")
    }
  }

  @Test("withholds what the counts of counts say, and half of a count where they say nothing")
  func discounts() {
    func values(_ counted: [Int]) -> [Double] {
      let counts = counted.enumerated().flatMap { [Int32](repeating: Int32($0 + 1), count: $1) }
      let discount = ModifiedDiscount(counts: counts + [0, 0, 9])
      #expect(discount[0] == 0 && discount[3] == discount[100])
      return [discount[1], discount[2], discount[3]]
    }
    // Y = 4 / (4 + 2 · 2) = 1/2.
    #expect(values([4, 2, 1, 1]) == [0.5, 2 - 1.5 / 2, 1])
    #expect(values([4, 2, 1, 0]) == [0.5, 2 - 1.5 / 2, 1.5])
    #expect(values([4, 2, 0, 1]) == [0.5, 1, 1.5])
    #expect(values([0, 2, 1, 1]) == [0.5, 1, 1.5])
    // Y = 10 / 12: 2 − 3 · 10/12 and 3 − 4 · 10/12 · 50 are below zero.
    let falling = values([10, 1, 1, 50])
    #expect(abs(falling[0] - (1 - 2.0 / 12)) < 1e-15 && falling[1...] == [1, 1.5])
    #expect(values([]) == [0.5, 1, 1.5])
  }

  @Test("scores a text by the mean −ln p of every token but the first")
  func nats() {
    let model = KneserNeyModel(
      trainingOn: randomTokens(400, below: 5), vocabularySize: 6, order: 3)
    let text = randomTokens(50, below: 6, seed: 2)
    let expected = (1..<text.count).map {
      -log(model.probability(of: text[$0], after: Array(text[..<$0])))
    }
    let found = model.nats(ofEach: text)
    #expect(found.count == 49)
    #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-13 })
    #expect(abs(model.natsPerToken(text) - expected.reduce(0, +) / 49) < 1e-13)
    #expect(model.natsPerToken([]) == 0 && model.natsPerToken([3]) == 0)
    #expect(model.nats(ofEach: []) == [] && model.nats(ofEach: [3]) == [])
  }

  @Test("knows nothing after nothing, little after little, and is sure of the only token")
  func shortTexts() {
    let empty = KneserNeyModel(trainingOn: [], vocabularySize: 4, order: 5)
    #expect(empty.probability(of: 3, after: [1, 2]) == 0.25)
    for length in 1...6 {
      let model = KneserNeyModel(
        trainingOn: randomTokens(length, below: 3), vocabularySize: 3, order: 5)
      let each = (0..<3).map { model.probability(of: $0, after: [0, 1, 2, 0]) }
      #expect(abs(each.reduce(0, +) - 1) < 1e-14)
    }
    let sure = KneserNeyModel(trainingOn: [0, 0, 0], vocabularySize: 1, order: 3)
    #expect(abs(sure.probability(of: 0, after: [0]) - 1) < 1e-15)
  }

  @Test("leaves out the longest n-grams where they are too many")
  func limit() {
    let text = randomTokens(300, below: 6)
    func model(_ order: Int, limit: Int = .max) -> KneserNeyModel {
      KneserNeyModel(trainingOn: text, vocabularySize: 6, order: order, nGramLimit: limit)
    }
    let three = model(3)
    #expect(model(5, limit: three.nGramCount) == three)
    #expect(model(5, limit: three.nGramCount - 1) == model(2))
    #expect(model(5, limit: 0) == model(1))
    #expect(three.order == 3 && model(5).order == 5)
  }

  @Test("remembers more characters than words")
  func orders() throws {
    let text = Array("a b a b c a\n".utf8)
    let tokenizers: [(AnyTokenizer, Int)] = [
      (.character(try CharacterTokenizer(trainingOn: text)), 8),
      (.word(try WordTokenizer(trainingOn: text)), 5),
      (.closedVocabulary(try ClosedVocabularyTokenizer(trainingOn: text)), 5),
    ]
    for (tokenizer, order) in tokenizers {
      #expect(KneserNeyModel.order(for: tokenizer) == order)
    }
  }

  @Test(
    "of order 5 reaches the perplexity published for Penn Treebank",
    .enabled(if: SharedData.has("lm/ptb/ptb.test.txt"), "\(SharedData.absence)"))
  func pennTreebank() throws {
    let training = try TextReader.read(SharedData.path("lm/ptb/ptb.train.txt"))
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: training)
    let model = KneserNeyModel(
      trainingOn: tokenizer.encode(training), vocabularySize: tokenizer.vocabulary.count, order: 5)
    let test = try TextReader.read(SharedData.path("lm/ptb/ptb.test.txt"))
    // Mikolov et al. 2011, "Empirical evaluation and combination of advanced language modeling techniques", table 1:
    // 141.2, with sentences apart; here the words before the end of a sentence are a context too.
    let perplexity = exp(model.natsPerToken(tokenizer.encode(test)))
    #expect(abs(perplexity - 141.2) < 0.5, "\(perplexity)")
  }
}

/// Interpolated modified Kneser-Ney smoothing as Chen and Goodman define it, counted in dictionaries.
private struct Definition {
  let vocabularySize: Int
  /// By length of n-gram.
  private var counts: [[[Int32]: Int]] = [[:]]
  private var discounts: [[Double]] = [[]]

  init(_ text: [Int32], vocabularySize: Int, order: Int) {
    self.vocabularySize = vocabularySize
    for length in 1...order {
      var occurrences: [[Int32]: Int] = [:]
      var before: [[Int32]: Set<Int32>] = [:]
      for start in 0...text.count - length {
        let gram = Array(text[start..<start + length])
        occurrences[gram, default: 0] += 1
        before[gram, default: []].insert(start == 0 ? -1 : text[start - 1])
      }
      let counted = length == order ? occurrences : before.mapValues(\.count)
      counts.append(counted)
      discounts.append(Self.discounts(counted))
    }
  }

  private static func discounts(_ counts: [[Int32]: Int]) -> [Double] {
    let n = (0...4).map { r in Double(counts.values.count { $0 == r }) }
    var result = [0, 0.5, 1, 1.5]
    guard n[1] > 0, n[2] > 0 else { return result }
    let y = n[1] / (n[1] + 2 * n[2])
    for r in 1...3 where n[r] > 0 && n[r + 1] > 0 {
      let discount = Double(r) - Double(r + 1) * y * n[r + 1] / n[r]
      if discount > 0, discount <= Double(r) { result[r] = discount }
    }
    return result
  }

  func probability(of token: Int32, after context: [Int32]) -> Double {
    let length = context.count + 1
    let shorter =
      context.isEmpty
      ? 1 / Double(vocabularySize) : probability(of: token, after: Array(context.dropFirst()))
    let seen = (0..<Int32(vocabularySize)).compactMap { counts[length][context + [$0]] }
    guard !seen.isEmpty else { return shorter }
    let withheld = seen.reduce(0) { $0 + discounts[length][min($1, 3)] }
    let count = counts[length][context + [token]] ?? 0
    let kept = Double(count) - discounts[length][min(count, 3)]
    return (kept + withheld * shorter) / Double(seen.reduce(0, +))
  }
}
