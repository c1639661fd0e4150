import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Cross-entropy")
struct CrossEntropyTests {
  static let tolerance = 1e-6
  static let shapes = SoftmaxTests.shapes

  @Test(
    "The loss of a linear layer in one operation, and its gradients, are the reference's",
    arguments: [[1, 1, 1], [1, 3, 16], [5, 17, 33], [2, 3, 7, 40], [0, 4, 5], [37, 20, 700]])
  func linear(sizes: [Int]) {
    var numbers = TestNumbers(seed: 5)
    let (inputs, classes) = (sizes[sizes.count - 2], sizes[sizes.count - 1])
    let x = numbers.normal(Array(sizes.dropLast()))
    let (weight, bias) = (numbers.normal([classes, inputs]), numbers.normal([classes]))
    var targets = numbers.integers(x.rowCount, in: 0...classes - 1)
    if targets.count > 3 { targets[2] = -1 }
    let logits = Reference.linear(x, weight: weight, bias: bias)
    let ids = TokenIDs(targets.map(Int32.init))
    let found = differentiate(at: [x, weight, bias], upstream: DoubleArray([1.5], shape: [])) {
      $0[0].crossEntropy(weight: $0[1], bias: $0[2], targets: ids)
    }
    let value = Reference.crossEntropy(logits, targets: targets)
    #expect(absoluteError(found.value, DoubleArray([value], shape: [])) <= 1e-6 * max(1, value))
    let expected = Reference.linearBackward(
      x, weight: weight,
      gradient: Reference.crossEntropyBackward(logits, targets: targets, gradient: 1.5))
    for (gradient, reference) in zip(found.gradients, [expected.0, expected.1, expected.2]) {
      #expect(absoluteError(gradient, reference) <= 2e-6)
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

  @Test(
    "With smoothed labels it is what the classes' own losses add up to",
    arguments: [[1, 1], [3, 5], [6, 40], [2, 33]])
  func smoothing(shape: [Int]) {
    var numbers = TestNumbers(seed: 6)
    let logits = numbers.normal(shape, deviation: 2)
    let (rows, classes) = (shape[0], shape[1])
    var targets = numbers.integers(rows, in: 0...classes - 1)
    if rows > 3 { targets[1] = -1 }
    let found = differentiate(at: [logits], upstream: DoubleArray([1.5], shape: [])) {
      $0[0].crossEntropy(targets: TokenIDs(targets.map(Int32.init)), smoothing: 0.1)
    }
    var value = 0.9 * Reference.crossEntropy(logits, targets: targets)
    var gradient = Reference.crossEntropyBackward(logits, targets: targets, gradient: 1.5 * 0.9)
    for other in 0..<classes {
      let all = targets.map { $0 < 0 ? -1 : other }
      let share: Double = 0.1 / Double(classes)
      value += share * Reference.crossEntropy(logits, targets: all)
      gradient =
        gradient + Reference.crossEntropyBackward(logits, targets: all, gradient: 1.5 * share)
    }
    #expect(absoluteError(found.value, DoubleArray([value], shape: [])) <= 2e-6 * max(1, value))
    #expect(absoluteError(found.gradients[0], gradient) <= 1e-6)
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
