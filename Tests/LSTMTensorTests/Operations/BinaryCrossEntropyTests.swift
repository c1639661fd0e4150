import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The binary cross-entropy")
struct BinaryCrossEntropyTests {
  /// The same in `Double`, as the definition says it.
  private static func reference(_ logits: [Double], _ targets: [Double], _ weight: Double) -> Double
  {
    var (sum, total) = (0.0, 0.0)
    for (logit, target) in zip(logits, targets) where !target.isNaN {
      let probability = 1 / (1 + exp(-logit))
      sum -= target == 1 ? weight * log(probability) : log(1 - probability)
      total += target == 1 ? weight : 1
    }
    return sum / total
  }

  @Test("and its gradient are the definition's, weighed and not", arguments: [1.0, 5.0, 0.5])
  func definition(weight: Double) throws {
    var numbers = TestNumbers(seed: 4)
    let logits = numbers.normal([11, 1], deviation: 3)
    let targets: [Double] = [1, 0, 0, 1, .nan, 0, 1, 0, .nan, 0, 1]
    let known = Tensor(targets.map { Float($0) })
    let found = differentiate(at: [logits], upstream: DoubleArray([2.0], shape: [Int]())) {
      $0[0].binaryCrossEntropy(targets: known, positiveWeight: Float(weight))
    }
    let gradients = try #require(found.gradients[0]).values
    let expected = Self.reference(logits.values, targets, weight)
    #expect(abs(Double(found.value.values[0]) - expected) < 1e-6)
    for index in logits.values.indices {
      var (more, less) = (logits.values, logits.values)
      more[index] += 1e-5
      less[index] -= 1e-5
      let slope =
        2
        * (Self.reference(more, targets, weight) - Self.reference(less, targets, weight)) / 2e-5
      #expect(abs(Double(gradients[index]) - slope) < 1e-6, "element \(index)")
    }
  }

  @Test("takes logits of any size, and nothing known")
  func extremes() {
    let far = Tensor([1e30, -1e30, 1e30], shape: [3, 1])
    #expect(far.binaryCrossEntropy(targets: Tensor([1, 0, .nan])).scalar == 0)
    #expect(far.binaryCrossEntropy(targets: Tensor([.nan, .nan, .nan])).scalar == 0)
    #expect(far.binaryCrossEntropy(targets: Tensor([0, 0, .nan])).scalar.isFinite)
  }
}
