import LSTMTasks
import LSTMTensor
import LSTMTestSupport

/// A model with random weights, large enough that its logits differ well.
func smallModel(
  vocabulary: Int = 11, embedding: Int = 5, hidden: Int = 9, layers: Int = 2,
  cell: CellKind = .lstm, options: CellOptions = CellOptions(), seed: UInt64 = 1
) -> LanguageModel {
  var random = RandomGenerator(seed: seed)
  var model = LanguageModel(
    LanguageModelArchitecture(
      vocabularySize: vocabulary, embeddingSize: embedding, hiddenSize: hidden,
      layerCount: layers, cell: cell, cellOptions: options),
    using: &random)
  model.visitParameters { _, parameter in
    parameter = .uniform(parameter.shape, in: -1...1, using: &random)
  }
  return model
}

/// Random tokens below a bound.
func randomTokens(_ count: Int, below bound: Int, seed: UInt64 = 1) -> [Int32] {
  var numbers = TestNumbers(seed: seed)
  return numbers.integers(count, in: 0...bound - 1).map(Int32.init)
}
