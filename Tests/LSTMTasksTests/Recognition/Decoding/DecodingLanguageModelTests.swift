import Foundation
import LSTMTasks
import LSTMTensor
import LSTMTestSupport
import Testing

@Suite("Language models for decoding")
struct DecodingLanguageModelTests {
  /// Class 0 is the blank, class 3 has no token.
  static let units = UnitTokens([nil, 4, 2, nil, 0], boundary: 1)
  static let text: [Int32] = [1, 4, 3, 2, 2, 1]
  /// The tokens of `text` before each of its units.
  static let contexts: [[Int32]] = [
    [1], [1, 4], [1, 4, 0], [1, 4, 0], [1, 4, 0, 2], [1, 4, 0, 2, 2],
  ]

  private static func logProbabilities<Model: DecodingLanguageModel>(
    _ model: Model
  ) -> (units: [Double], end: Double) {
    var state = model.start
    let each = text.map { unit in
      defer { state = model.state(after: state, reading: unit) }
      return model.logProbability(of: unit, after: state)
    }
    return (each, model.logProbabilityOfEnd(after: state))
  }

  private static func tokens(_ unit: Int32) -> Int32? { units.tokens[Int(unit)] }

  @Test("A Kneser-Ney model's probabilities are those after the same tokens")
  func nGrams() {
    let model = KneserNeyModel(
      trainingOn: randomTokens(300, below: 5), vocabularySize: 5, order: 3)
    let found = Self.logProbabilities(NGramDecodingModel(model, units: Self.units))
    for (place, unit) in Self.text.enumerated() {
      let expected = Self.tokens(unit).map {
        log(model.probability(of: $0, after: Self.contexts[place]))
      }
      #expect(abs(found.units[place] - (expected ?? -log(5))) < 1e-12)
    }
    let end = log(model.probability(of: 1, after: [1, 4, 0, 2, 2, 4]))
    #expect(abs(found.end - end) < 1e-12)
    let open = NGramDecodingModel(model, units: UnitTokens([nil, 4]))
    #expect(open.logProbabilityOfEnd(after: open.start) == 0)
  }

  @Test("An LSTM's are those of its stream after the same tokens")
  func stream() {
    let model = PreparedLanguageModel(smallModel(vocabulary: 5))
    let found = Self.logProbabilities(StreamDecodingModel(model, units: Self.units))
    func expected(_ token: Int32, after context: [Int32]) -> Double {
      var stream = model.stream()
      stream.read(context)
      return log(Reference.softmax(DoubleArray(stream.logits))[Int(token)])
    }
    for (place, unit) in Self.text.enumerated() {
      let reference = Self.tokens(unit).map { expected($0, after: Self.contexts[place]) }
      #expect(abs(found.units[place] - (reference ?? -log(5))) < 1e-5)
    }
    #expect(abs(found.end - expected(1, after: [1, 4, 0, 2, 2, 4])) < 1e-5)
  }

  @Test("A model of words is asked for a word where it ends")
  func spelled() {
    let words = KneserNeyModel(
      trainingOn: randomTokens(200, below: 4), vocabularySize: 4, order: 2)
    let numbered = NGramDecodingModel(words, units: UnitTokens([0, 1, 2, 3], boundary: 0))
    // Letters 1 and 2, 3 between words: "12" is word 1, "2" is word 2.
    let model = SpelledDecodingModel(
      numbered, vocabulary: [[1, 2]: 1, [2]: 2], separator: 3, unknown: -7)
    var state = model.start
    var found: [Double] = []
    for unit: Int32 in [1, 2, 3, 3, 1, 3, 2] {
      found.append(model.logProbability(of: unit, after: state))
      state = model.state(after: state, reading: unit)
    }
    let first = log(words.probability(of: 1, after: [0]))
    #expect(zip(found, [0, 0, first, 0, 0, -7, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
    let last = log(words.probability(of: 2, after: [1])) + log(words.probability(of: 0, after: [2]))
    #expect(abs(model.logProbabilityOfEnd(after: state) - last) < 1e-12)
  }
}
