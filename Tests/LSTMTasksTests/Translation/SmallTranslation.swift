import Foundation
import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTestSupport

@testable import LSTMTasks

/// Number words of a language, and those of another.
enum SmallTranslation {
  private static let words = ["one", "two", "three", "four"]
  private static let others = ["eins", "zwei", "drei", "fünf"]

  static func pairs(_ count: Int, seed: UInt64 = 1) -> ParallelText {
    var numbers = TestNumbers(seed: seed)
    return ParallelText(
      pairs: (0..<count).map { _ in
        let length = numbers.integers(1, in: 2...5)[0]
        let digits = numbers.integers(length, in: 0...3)
        func text(_ words: [String]) -> [UInt8] { Array(words.joined(separator: " ").utf8) }
        return .init(
          source: text(digits.map { words[$0] }), target: text(digits.map { others[$0] })
        )
      })
  }

  static func options(_ change: (inout TranslationOptions) -> Void = { _ in })
    -> TranslationOptions
  {
    var options = TranslationOptions()
    options.vocabularyLimit = 290
    options.embeddingSize = 16
    options.hiddenSize = 32
    options.dropout = 0
    options.batchSize = 32
    options.learningRate = 0.003
    options.budget = (nil, 40, nil)
    change(&options)
    return options
  }

  static func request(
    _ change: (inout TranslationTrainingRequest) -> Void = { _ in }
  ) -> TranslationTrainingRequest {
    var request = TranslationTrainingRequest(
      data: .pairs(pairs(300)), validation: .fraction(0.1), options: options())
    change(&request)
    return request
  }

  /// A network with new weights over a few tokens.
  static func model(
    vocabulary: Int, score: AttentionScore = .dot, feedsInput: Bool = true, layers: Int = 1,
    seed: UInt64 = 3
  ) -> TranslationModel {
    var random = RandomGenerator(seed: seed)
    var model = TranslationModel(
      TranslationArchitecture(
        vocabularySize: vocabulary, embeddingSize: 6, hiddenSize: 5, layerCount: layers,
        score: score, feedsInput: feedsInput, dropout: 0), using: &random)
    // Far from uniform, so that orders do not hang on rounding.
    model.embedding.weight = model.embedding.weight * 4
    return model
  }
}
