import Foundation
import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Scoring a language model")
struct LanguageEvaluationTests {
  /// The mean −ln p of every token but the first, in `Double` from the model's logits.
  private func nats(_ model: LanguageModel, _ tokens: [Int32]) -> (sum: Double, count: Int) {
    let steps = tokens.count - 1
    guard steps > 0 else { return (0, 0) }
    let vocabulary = model.architecture.vocabularySize
    let logits = model(
      TokenIDs(Array(tokens.dropLast()), shape: [steps, 1]), states: model.zeroStates(batchSize: 1)
    ).logits.values.map(Double.init)
    var sum = 0.0
    for step in 0..<steps {
      let row = logits[step * vocabulary..<(step + 1) * vocabulary]
      let largest = row.max() ?? 0
      let total = row.reduce(0) { $0 + exp($1 - largest) }
      sum += largest + log(total) - row[row.startIndex + Int(tokens[step + 1])]
    }
    return (sum, steps)
  }

  @Test(
    "gives the nats of the logits, over any length",
    arguments: [2, 3, 50, 255, 256, 257, 258, 513, 700])
  func natsPerToken(length: Int) {
    let model = smallModel()
    let tokens = randomTokens(length, below: 11)
    let expected = nats(model, tokens)
    let found = model.natsPerToken(tokens)
    #expect(abs(found - expected.sum / Double(expected.count)) < 1e-5 * found)
  }

  @Test("in several streams begins each from a zero state", arguments: [2, 3, 16])
  func streams(count: Int) {
    let model = smallModel()
    let tokens = randomTokens(1600, below: 11)
    // As many streams as have a whole chunk of steps each.
    let width = min(count, 1599 / 256)
    let length = (1599 + width - 1) / width
    var (sum, predicted) = (0.0, 0)
    for start in stride(from: 0, to: 1599, by: length) {
      let part = nats(model, Array(tokens[start...min(start + length, 1599)]))
      sum += part.sum
      predicted += part.count
    }
    #expect(predicted == 1599)
    let found = model.natsPerToken(tokens, streams: count)
    #expect(abs(found - sum / 1599) < 1e-5 * found)
    #expect(model.natsPerToken(tokens, streams: 1) != found)
  }

  @Test("of nothing is nothing, and progress ends at one")
  func edges() {
    let model = smallModel()
    #expect(model.natsPerToken([]) == 0)
    #expect(model.natsPerToken([3]) == 0)
    var shares: [Double] = []
    _ = model.natsPerToken(randomTokens(700, below: 11)) { shares.append($0) }
    #expect(shares == shares.sorted() && shares.count == 3 && shares.last == 1)
  }

  @Test("is the same to the bit for every setting of the kernels")
  func sameBits() {
    let model = smallModel(hidden: 33)
    let tokens = randomTokens(300, below: 11)
    let comparison = KernelSettings.compare {
      let nats = model.natsPerToken(tokens, streams: 4).bitPattern
      // A Double's bits in two tensors of one Float each.
      return [UInt32(truncatingIfNeeded: nats), UInt32(nats >> 32)]
        .map { Tensor(Float(bitPattern: $0)) }
    }
    #expect(comparison.differing == [])
  }

  @Test("takes the entropy of the token frequencies for the baseline")
  func baseline() {
    // Predicted are a, a, b, c: 2 of 4, 1 of 4, 1 of 4, which is 1.5 bits.
    let text: [Int32] = [3, 0, 0, 1, 2]
    #expect(abs(memorylessBaseline(text, vocabularySize: 4) - 1.5 * log(2)) < 1e-12)
    #expect(memorylessBaseline([5, 5, 5, 5], vocabularySize: 6) == 0)
    #expect(abs(memorylessBaseline([0, 1, 0], vocabularySize: 2) - log(2)) < 1e-12)
    #expect(memorylessBaseline([1], vocabularySize: 2) == 0)
    #expect(memorylessBaseline([], vocabularySize: 2) == 0)
  }

  @Test("turns nats into perplexity and into bits a character")
  func score() {
    let score = LanguageScore(natsPerToken: log(8), tokenCount: 10, characterCount: 40)
    #expect(abs(score.perplexity - 8) < 1e-12)
    #expect(abs(score.bitsPerCharacter - 0.75) < 1e-12)
    let empty = LanguageScore(natsPerToken: 0, tokenCount: 0, characterCount: 0)
    #expect(empty.perplexity == 1 && empty.bitsPerCharacter == 0)
  }

  @Test("reports a perplexity beyond all numbers as null")
  func hugePerplexity() throws {
    let score = LanguageScore(natsPerToken: 1000, tokenCount: 1, characterCount: 1)
    let report = LanguageReport(score: score, baseline: score, seconds: 1, unseenCount: 0)
    let text = try report.json.text(.compact)
    #expect(text.contains("\"perplexity\":null"))
    #expect(text.contains("\"nats_per_token\":1000"))
  }
}
