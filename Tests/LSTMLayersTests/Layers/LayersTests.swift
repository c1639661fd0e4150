import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMLayers

@Suite("Simple layers")
struct LayersTests {
  @Test("A linear layer applies its weights to every row", arguments: [true, false])
  func linear(hasBias: Bool) {
    var random = RandomGenerator(seed: 1)
    let layer = Linear(inputSize: 16, outputSize: 3, hasBias: hasBias, using: &random)
    var numbers = TestNumbers(seed: 2)
    let x = numbers.normal([2, 5, 16])
    let expected = Reference.linear(
      x, weight: DoubleArray(layer.weight), bias: layer.bias.map { DoubleArray($0) })
    #expect(relativeError(layer(Tensor(x)), expected) <= 1e-6)
    #expect(layer.parameters.map(\.path) == (hasBias ? ["weight", "bias"] : ["weight"]))
    #expect(layer.parameters.flatMap(\.tensor.values).allSatisfy { abs($0) <= 0.25 })
  }

  @Test("An embedding looks up rows; its gradient names the rows it touched")
  func embedding() {
    var random = RandomGenerator(seed: 3)
    let layer = Embedding(vocabularySize: 7, embeddingSize: 4, using: &random)
    let ids = TokenIDs([6, 0, 6], shape: [3, 1])
    #expect(layer(ids).shape == [3, 1, 4])
    #expect(layer(ids).rows(0..<1).values == layer.weight.rows(6..<7).values)
    let (_, gradients) = valueAndGradient(of: layer) { $0(ids).sum() }
    guard case .sparse(let rows)? = gradients["weight"] else {
      Issue.record("the gradient of an embedding is not sparse")
      return
    }
    #expect(rows.indices == [0, 6])
    #expect(rows.values.values == [1, 1, 1, 1, 2, 2, 2, 2])
  }

  @Test("Layer normalisation starts without scale and shift")
  func layerNormalization() {
    let layer = LayerNormalization(size: 9)
    var numbers = TestNumbers(seed: 4)
    let x = numbers.normal([4, 9], mean: 3, deviation: 2)
    let (ones, zeros) = (DoubleArray(repeating: 1, shape: [9]), DoubleArray(shape: [9]))
    let expected = Reference.layerNorm(x, gain: ones, bias: zeros, epsilon: 1e-5)
    #expect(relativeError(layer(Tensor(x)), expected) <= 2e-6)
    #expect(layer.parameters.map(\.path) == ["scale", "shift"])
  }

  @Test("Dropout does nothing in inference, and in training what its source says")
  func dropout() {
    let layer = Dropout(rate: 0.5)
    let x = Tensor(repeating: 1, shape: [6, 20])
    #expect(layer(x, phase: .inference).values == x.values)
    let source = MaskSource(seed: 1, step: 3)
    let masked = layer(x, phase: .training(source))
    #expect(masked.values == x.dropout(rate: 0.5, key: source.key).values)
    #expect(Set(masked.values) == [0, 2])
    let part = layer(x.rows(2..<6), phase: .training(MaskSource(seed: 1, step: 3, firstRow: 2)))
    #expect(part.values == masked.rows(2..<6).values)
  }
}
