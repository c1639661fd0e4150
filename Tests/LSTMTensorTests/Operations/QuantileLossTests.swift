import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("The quantile loss")
struct QuantileLossTests {
  private static let levels: [Float] = [0.1, 0.5, 0.95]

  /// The same in `Double`, as the definition says it.
  private static func reference(_ quantiles: [Double], _ targets: [Double]) -> Double {
    var (sum, count) = (0.0, 0)
    for (row, target) in targets.enumerated() where !target.isNaN {
      for (place, level) in levels.map(Double.init).enumerated() {
        let error = target - quantiles[row * levels.count + place]
        sum += max(level * error, (level - 1) * error)
        count += 1
      }
    }
    return sum / Double(count)
  }

  @Test("and its gradient are the definition's", arguments: [[1, 1], [3, 5], [7, 2]])
  func definition(sizes: [Int]) throws {
    var numbers = TestNumbers(seed: 4)
    let quantiles = numbers.normal([sizes[0], sizes[1] * 3])
    var targets = numbers.normal(sizes).values
    if targets.count > 4 { targets[3] = .nan }
    let known = Tensor(targets.map { Float($0) }, shape: Shape(sizes))
    let found = differentiate(at: [quantiles], upstream: DoubleArray([2.0], shape: [Int]())) {
      $0[0].quantileLoss(levels: Self.levels, targets: known)
    }
    let gradients = try #require(found.gradients[0]).values
    let expected = Self.reference(quantiles.values, targets)
    #expect(abs(Double(found.value.values[0]) - expected) < 1e-6)
    for index in quantiles.values.indices {
      var (more, less) = (quantiles.values, quantiles.values)
      more[index] += 1e-6
      less[index] -= 1e-6
      let slope =
        2 * (Self.reference(more, targets) - Self.reference(less, targets)) / 2e-6
      #expect(abs(Double(gradients[index]) - slope) < 1e-4, "element \(index)")
    }
  }

  @Test("of nothing known is zero, and so is its gradient")
  func nothing() throws {
    let targets = Tensor([.nan, .nan], shape: [1, 2])
    let found = differentiate(
      at: [DoubleArray([1, 2, 3, 4, 5, 6] as [Double], shape: [1, 6])],
      upstream: DoubleArray([1.0], shape: [Int]())
    ) { $0[0].quantileLoss(levels: Self.levels, targets: targets) }
    #expect(found.value.values == [0])
    #expect(try #require(found.gradients[0]).values.allSatisfy { $0 == 0 })
  }
}
