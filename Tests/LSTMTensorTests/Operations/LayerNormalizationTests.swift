import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Layer normalisation, the operation")
struct LayerNormalizationTests {
  @Test(
    "Its value and its gradients are the reference's",
    arguments: [[1, 5], [1, 16], [5, 17], [40, 3], [2, 3, 33], [1, 300], [0, 5], [3, 1]])
  func gradients(shape: [Int]) {
    var numbers = TestNumbers(seed: 1)
    let features = [shape[shape.count - 1]]
    let x = numbers.normal(shape, mean: 0.5)
    let (scale, shift) = (numbers.normal(features), numbers.normal(features))
    let upstream = numbers.normal(shape)
    let found = differentiate(at: [x, scale, shift], upstream: upstream) {
      $0[0].layerNormalized(scale: $0[1], shift: $0[2], epsilon: 0.01)
    }
    let epsilon = Double(Float(0.01))
    let value = Reference.layerNorm(x, gain: scale, bias: shift, epsilon: epsilon)
    #expect(relativeError(found.value, value) <= 1e-6)
    let expected = Reference.layerNormBackward(x, gain: scale, epsilon: epsilon, gradient: upstream)
    #expect(relativeError(found.gradients[0], expected.input) <= 3e-6)
    #expect(relativeError(found.gradients[1], expected.gain) <= 3e-6)
    #expect(relativeError(found.gradients[2], expected.bias) <= 3e-6)
  }

  @Test("A row without spread becomes the shift, and nothing divides by zero")
  func constantRows() {
    let x = Tensor(repeating: 3, shape: [2, 5])
    let y = x.layerNormalized(
      scale: Tensor(repeating: 2, shape: [5]), shift: Tensor([1, 2, 3, 4, 5]), epsilon: 1e-5)
    #expect(y.values == [1, 2, 3, 4, 5, 1, 2, 3, 4, 5])
  }
}
