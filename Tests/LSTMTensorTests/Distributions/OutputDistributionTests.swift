import Foundation
import LSTMFormats
import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("What a network says about the next value")
struct OutputDistributionTests {
  @Test("has SciPy's likelihood")
  func likelihood() throws {
    for one in try DistributionFixture.part("likelihoods").elements() {
      let name = try one.member("distribution").string()
      let distribution = try #require(OutputDistribution(rawValue: name))
      let outputs = try one.numbers("outputs")
      #expect(outputs.count == distribution.outputCount)
      let (value, scale) = (try one.member("value").double(), try one.member("scale").double())
      let expected = try one.member("loss").double()
      let found = distribution.negativeLogLikelihood(
        of: value, outputs: Self.simd(outputs), scale: scale)
      #expect(
        abs(found.loss - expected) <= 1e-9 * max(1, abs(expected)), "\(name) of \(value)")
      for place in outputs.indices {
        var (more, less) = (outputs, outputs)
        more[place] += 1e-5
        less[place] -= 1e-5
        let losses = [more, less].map {
          distribution.negativeLogLikelihood(of: value, outputs: Self.simd($0), scale: scale).loss
        }
        let slope = (losses[0] - losses[1]) / 2e-5
        #expect(
          abs(found.slopes[place] - slope) <= 1e-5 * max(1, abs(slope)),
          "\(name), output \(place) of \(outputs) for \(value) in \(scale)")
      }
    }
  }

  private static func simd(_ outputs: [Double]) -> SIMD4<Double> {
    var result = SIMD4<Double>.zero
    for (place, output) in outputs.enumerated() { result[place] = output }
    return result
  }

  @Test("makes a loss over rows, missing values apart", arguments: OutputDistribution.allCases)
  func loss(distribution: OutputDistribution) throws {
    var numbers = TestNumbers(seed: 5)
    let (rows, width) = (7, distribution.outputCount)
    let outputs = numbers.normal([rows, width])
    var values: [Float] = [3, 0, 12, 1, 700, 2, 5]
    values[3] = .nan
    let scales: [Float] = [1, 2, 30, 4, 500, 1.5, 1]
    let found = differentiate(at: [outputs], upstream: DoubleArray([2.0], shape: [Int]())) {
      $0[0].negativeLogLikelihood(
        of: Tensor(values), scales: Tensor(scales), under: distribution)
    }
    func reference(_ outputs: [Double]) -> Double {
      var sum = 0.0
      for row in 0..<rows where row != 3 {
        sum +=
          distribution.negativeLogLikelihood(
            of: Double(values[row]),
            outputs: Self.simd(Array(outputs[row * width..<(row + 1) * width])),
            scale: Double(scales[row])
          ).loss
      }
      return sum / 6
    }
    #expect(abs(Double(found.value.scalar) - reference(outputs.values)) < 1e-5)
    let gradient = try #require(found.gradients[0])
    let error = gradientError(
      of: { 2 * reference($0[0].values) }, at: [outputs], against: [DoubleArray(gradient)])
    #expect(error < 1e-5)
    #expect(gradient.values[3 * width..<4 * width].allSatisfy { $0 == 0 })
  }

  @Test("of nothing known is a loss of zero")
  func nothing() throws {
    let found = differentiate(
      at: [DoubleArray([1, 2, 3, 4] as [Double], shape: [2, 2])],
      upstream: DoubleArray([1.0], shape: [Int]())
    ) {
      $0[0].negativeLogLikelihood(
        of: Tensor([.nan, .nan]), scales: Tensor([1, 1]), under: .gaussian)
    }
    #expect(found.value.scalar == 0)
    #expect(try #require(found.gradients[0]).values.allSatisfy { $0 == 0 })
  }

  @Test("stays finite for any output and value", arguments: OutputDistribution.allCases)
  func finite(distribution: OutputDistribution) {
    var random = RandomGenerator(seed: 1)
    let wild: [Double] = [-1e4, -50, 0, 50, 1e4]
    for first in wild {
      for second in wild {
        for value in [0, 1, 1e7] as [Double] {
          let found = distribution.negativeLogLikelihood(
            of: value, outputs: [first, second, second, 0], scale: 1)
          #expect(found.loss.isFinite, "\(first), \(second), \(value)")
          for slope in 0..<4 { #expect(found.slopes[slope].isFinite) }
        }
        let outputs: SIMD4<Float> = [Float(first), Float(second), Float(second), 0]
        #expect(distribution.sample(outputs, scale: 3, using: &random).isFinite)
      }
    }
  }

  @Test("draws what it says", arguments: OutputDistribution.allCases)
  func samples(distribution: OutputDistribution) {
    var random = RandomGenerator(seed: 7)
    let outputs: SIMD4<Float> = [0.7, -0.4, 4, 0]
    let (scale, count) = (20.0, 40_000)
    let values = (0..<count).map { _ in
      distribution.sample(outputs, scale: scale, using: &random)
    }
    let mean = values.reduce(0, +) / Double(count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
    let spread = scale * softplus(-0.4)
    let freedom = 2 + softplus(4)
    let expected: (mean: Double, variance: Double) =
      switch distribution {
      case .gaussian: (0.7 * scale, spread * spread)
      case .studentT: (0.7 * scale, spread * spread * freedom / (freedom - 2))
      case .negativeBinomial:
        (
          scale * softplus(0.7),
          scale * softplus(0.7)
            * (1 + softplus(-0.4) / scale.squareRoot() * scale * softplus(0.7))
        )
      }
    // Five deviations of the mean; of the variance, whose own spread is larger, a tenth.
    #expect(abs(mean - expected.mean) < 5 * (expected.variance / Double(count)).squareRoot())
    #expect(abs(variance / expected.variance - 1) < 0.1)
  }

  @Test("says how much less likely a value is than the likeliest")
  func surprise() {
    let outputs: SIMD4<Double> = [0.5, 1.2, 0.7, 0]
    let spread = softplus(1.2) + OutputDistribution.leastSpread
    let freedom = OutputDistribution.leastFreedom + softplus(0.7)
    for value in [-4.0, 0.5, 1, 30] {
      let error = (value / 2 - 0.5) / spread
      let gaussian = OutputDistribution.gaussian.surprise(of: value, outputs: outputs, scale: 2)
      #expect(abs(gaussian - error * error / 2) < 1e-9 * max(1, gaussian))
      let student = OutputDistribution.studentT.surprise(of: value, outputs: outputs, scale: 2)
      #expect(abs(student - (freedom + 1) / 2 * log(1 + error * error / freedom)) < 1e-9)
    }
    let counts = OutputDistribution.negativeBinomial
    let mode = counts.mode(outputs, scale: 9)
    for value in [0.0, 3, 12, 40] {
      #expect(counts.surprise(of: value, outputs: outputs, scale: 9) >= 0)
      let own = counts.negativeLogLikelihood(of: value, outputs: outputs, scale: 9)
      let best = counts.negativeLogLikelihood(of: mode, outputs: outputs, scale: 9)
      #expect(own.loss >= best.loss - 1e-12)
    }
  }
}
