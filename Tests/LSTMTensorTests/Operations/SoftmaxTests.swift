import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Softmax")
struct SoftmaxTests {
  static let tolerance = 1e-6
  static let shapes: [[Int]] = [
    [1, 1], [1, 16], [5, 17], [4, 1], [33, 5], [2, 3, 40], [1, 1000], [0, 5], [7],
  ]

  @Test("Softmax and its gradient are the reference's", arguments: shapes)
  func softmax(shape: [Int]) {
    var numbers = TestNumbers(seed: 1)
    let x = numbers.normal(shape, deviation: 3)
    let upstream = numbers.normal(shape)
    let found = differentiate(at: [x], upstream: upstream) { $0[0].softmax() }
    #expect(relativeError(found.value, Reference.softmax(x)) <= Self.tolerance)
    let expected = Reference.softmaxBackward(x, gradient: upstream)
    #expect(absoluteError(found.gradients[0], expected) <= Self.tolerance)
  }

  @Test("Probabilities add up to one, however large the logits", arguments: [1.0, 100, 1e4, 1e30])
  func normalization(size: Double) {
    var numbers = TestNumbers(seed: 2)
    let p = Tensor(numbers.normal([9, 37], deviation: size)).softmax()
    for row in 0..<9 {
      let sum = p.rows(row..<row + 1).values.reduce(0, +)
      #expect(abs(sum - 1) < 1e-5)
    }
  }
}
