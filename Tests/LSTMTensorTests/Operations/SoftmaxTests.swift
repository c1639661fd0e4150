import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Softmax and cross-entropy")
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

  @Test("Cross-entropy and its gradient are the reference's", arguments: shapes, [1.0, 20, 2000])
  func crossEntropy(shape: [Int], deviation: Double) {
    var numbers = TestNumbers(seed: 3)
    let logits = numbers.normal(shape, deviation: deviation)
    let classes = logits.columnCount
    var targets = numbers.integers(logits.rowCount, in: 0...classes - 1)
    if targets.count > 3 { targets[2] = -1 }
    let ids = TokenIDs(targets.map(Int32.init))
    let upstream = DoubleArray([1.5], shape: [])
    let found = differentiate(at: [logits], upstream: upstream) { $0[0].crossEntropy(targets: ids) }
    let value = Reference.crossEntropy(logits, targets: targets)
    #expect(absoluteError(found.value, DoubleArray([value], shape: [])) <= 1e-6 * max(1, value))
    let expected = Reference.crossEntropyBackward(logits, targets: targets, gradient: 1.5)
    #expect(
      absoluteError(found.gradients[0], expected) <= Self.tolerance * 1.5 / Double(targets.count))
  }

  /// The error in absolute terms: the gradient of a sure and right answer is zero but for rounding.
  private func absoluteError(_ result: Tensor?, _ reference: DoubleArray) -> Double {
    guard let result, result.shape.array == reference.shape else { return .infinity }
    return zip(result.values, reference.values).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
  }

  @Test("Rows without a target count for nothing, in the value and in the gradient")
  func ignoredRows() {
    var numbers = TestNumbers(seed: 4)
    let logits = numbers.normal([4, 6])
    let none = differentiate(at: [logits], upstream: DoubleArray([1.0], shape: [])) {
      $0[0].crossEntropy(targets: TokenIDs([-1, -1, -1, -1]))
    }
    #expect(none.value.scalar == 0)
    #expect(none.gradients[0]?.values.allSatisfy { $0 == 0 } == true)
    let each = Tensor(logits).crossEntropies(targets: TokenIDs([2, -1, 5, 0])).values
    #expect(each[1] == 0)
    for (row, target) in [(0, 2), (2, 5), (3, 0)] {
      let alone = Reference.crossEntropy(
        logits.block(row).reshaped([1, 6]), targets: [target])
      #expect(abs(Double(each[row]) - alone) < 1e-6)
    }
  }

  @Test("The loss of a sure and right answer is tiny, not negative; of a wrong one the distance")
  func sureAnswers() {
    let logits = Tensor([50, 0, 0, 1e4, 0, -1e4], shape: [2, 3])
    let right = logits.crossEntropies(targets: TokenIDs([0, 0])).values
    #expect(right.allSatisfy { $0 >= 0 && $0 < 1e-20 })
    let wrong = logits.crossEntropies(targets: TokenIDs([1, 2])).values
    #expect(wrong == [50, 2e4])
  }

  @Test("A logit that is not a number makes the loss one too")
  func nonFiniteLogits() {
    let logits = Tensor([1, .nan, 2, 0, 0, 0], shape: [2, 3])
    let losses = logits.crossEntropies(targets: TokenIDs([0, 1])).values
    #expect(losses[0].isNaN && losses[1].isFinite)
    #expect(logits.crossEntropy(targets: TokenIDs([0, 1])).scalar.isNaN)
  }
}
