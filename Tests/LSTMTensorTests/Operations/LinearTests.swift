import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The linear operation")
struct LinearTests {
  static let tolerance = 1e-6

  /// Leading axes, I, O: odd sizes, single rows and columns, none at all, and more than one block.
  static let shapes: [(leading: [Int], inputs: Int, outputs: Int)] = [
    ([1], 1, 1), ([1], 40, 33), ([33], 1, 17), ([17], 31, 1), ([3], 5, 7), ([5], 16, 16),
    ([7], 17, 15), ([2, 3], 4, 19), ([64], 65, 40), ([6], 300, 18), ([250], 9, 20), ([3], 8, 530),
    ([0], 3, 4), ([3], 0, 4), ([2, 0], 3, 5), ([13], 6, 0),
  ]

  @Test("Its value and its gradients are the reference's", arguments: shapes, [true, false])
  func gradients(shape: (leading: [Int], inputs: Int, outputs: Int), hasBias: Bool) {
    var numbers = TestNumbers(seed: 1)
    let x = numbers.normal(shape.leading + [shape.inputs])
    let weight = numbers.normal([shape.outputs, shape.inputs])
    let bias = numbers.normal([shape.outputs])
    let upstream = numbers.normal(shape.leading + [shape.outputs])
    let found = differentiate(at: hasBias ? [x, weight, bias] : [x, weight], upstream: upstream) {
      $0[0].linear(weight: $0[1], bias: hasBias ? $0[2] : nil)
    }
    let value = Reference.linear(x, weight: weight, bias: hasBias ? bias : nil)
    #expect(relativeError(found.value, value) <= Self.tolerance)
    let expected = Reference.linearBackward(x, weight: weight, gradient: upstream)
    #expect(relativeError(found.gradients[0], expected.input) <= Self.tolerance)
    #expect(relativeError(found.gradients[1], expected.weight) <= Self.tolerance)
    guard hasBias else { return }
    #expect(relativeError(found.gradients[2], expected.bias) <= Self.tolerance)
  }

  @Test("An untracked input is given no gradient, an untracked weight stays without one")
  func untracked() {
    var numbers = TestNumbers(seed: 2)
    let (x, weight) = (Tensor(numbers.normal([4, 3])), Tensor(numbers.normal([5, 3])))
    let tracked = weight.tracked
    let byWeight = LSTMTensor.gradients(
      of: x.linear(weight: tracked).sum(), with: [x, tracked])
    #expect(byWeight[0] == nil && byWeight[1] != nil)
    let input = x.tracked
    let byInput = LSTMTensor.gradients(
      of: input.linear(weight: weight).sum(), with: [input, weight])
    #expect(byInput[0] != nil && byInput[1] == nil)
  }
}
