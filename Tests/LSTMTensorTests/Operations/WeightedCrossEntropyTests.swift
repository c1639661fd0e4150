import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The weighted, smoothed cross-entropy")
struct WeightedCrossEntropyTests {
  private static let targets = [2, 0, 2, 1]
  private static let weights: [Float] = [1, 0.5, 3, 0]

  private static func reference(_ logits: [Double], smoothing: Double) -> Double {
    var (sum, total) = (0.0, 0.0)
    for (row, target) in targets.enumerated() {
      let values = Array(logits[row * 3..<row * 3 + 3])
      let logarithm = naturalLogarithm(values.reduce(0) { $0 + exponential($1) })
      for (label, value) in values.enumerated() {
        let wanted = smoothing / 3 + (label == target ? 1 - smoothing : 0)
        sum += Double(weights[row]) * wanted * (logarithm - value)
      }
      total += Double(weights[row])
    }
    return sum / total
  }

  @Test("and its gradient are the definition's", arguments: [0.0, 0.2])
  func definition(smoothing: Double) throws {
    var numbers = TestNumbers(seed: 31)
    let logits = numbers.normal([4, 3])
    let found = differentiate(at: [logits], upstream: DoubleArray([2.0], shape: [Int]())) {
      $0[0].crossEntropy(
        targets: Self.targets, weights: Self.weights, smoothing: Float(smoothing))
    }
    let gradients = try #require(found.gradients[0]).values
    let expected = Self.reference(logits.values, smoothing: smoothing)
    #expect(abs(Double(found.value.values[0]) - expected) < 1e-6)
    for index in logits.values.indices {
      var (more, less) = (logits.values, logits.values)
      more[index] += 1e-6
      less[index] -= 1e-6
      let difference =
        Self.reference(more, smoothing: smoothing) - Self.reference(less, smoothing: smoothing)
      #expect(abs(Double(gradients[index]) - difference / 1e-6) < 1e-5, "element \(index)")
    }
  }

  @Test("without weights and smoothing is the plain one")
  func plain() {
    var numbers = TestNumbers(seed: 32)
    let logits = Tensor(numbers.normal([4, 3]))
    let own = logits.crossEntropy(
      targets: Self.targets, weights: [1, 1, 1, 1], smoothing: 0)
    let other = logits.crossEntropy(targets: TokenIDs(Self.targets.map { Int32($0) }))
    #expect(abs(own.scalar - other.scalar) < 1e-6)
  }
}
