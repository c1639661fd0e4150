import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTensor

/// How far the package's own polynomials are from the truth, in units in the last place (ulp).
///
/// The bounds are what was measured over the grids (exp 0.98, tanh 1.12, sigmoid 2.05, log 0.79),
/// rounded up: a documented property.
@Suite("Accuracy of exp, tanh, sigmoid and log")
struct FunctionAccuracyTests {
  @Test("exp errs by at most 1 ulp, from the smallest denormal result to the largest number")
  func exponential() {
    #expect(worstError(.exp, over: grid(-87.3...88.72) + logarithmicGrid(-30...6)) <= 1)
    // Below, results are denormal: half a unit of 2⁻¹⁴⁹ and what the polynomial adds.
    #expect(worstError(.exp, over: grid(-103.9 ... -87.3)) <= 1)
  }

  @Test("tanh errs by at most 2.75 ulp everywhere, denormals included")
  func hyperbolicTangent() {
    #expect(worstError(.tanh, over: grid(-12...12)) <= 2.75)
    #expect(worstError(.tanh, over: logarithmicGrid(-149...8)) <= 2.75)
  }

  @Test("sigmoid errs by at most 2.25 ulp from −87 on")
  func logistic() {
    #expect(worstError(.sigmoid, over: grid(-86.9...30)) <= 2.25)
    #expect(worstError(.sigmoid, over: logarithmicGrid(-149...6)) <= 2.25)
  }

  @Test("sigmoid stops at e⁻⁸⁷ below −87, where the truth is smaller still")
  func logisticFarBelow() {
    let values = sigmoid(Tensor([-87, -88, -100, -1e4, -.greatestFiniteMagnitude, -.infinity]))
      .values
    #expect(values.allSatisfy { $0 > 0 && $0 < 1.7e-38 })
  }

  @Test("log errs by at most 1 ulp from the smallest denormal to the largest number")
  func logarithm() {
    #expect(worstError(.log, over: grid(0.5...2)) <= 1)
    #expect(worstError(.log, over: logarithmicGrid(-149...127.99).filter { $0 > 0 }) <= 1)
  }

  @Test("exp reaches zero, one and infinity where it should")
  func exponentialEdges() {
    let x: [Float] = [
      0, -0.0, .leastNonzeroMagnitude, -1e-38, .infinity, -.infinity, 89, 1e30, -104, -150, -1e30,
    ]
    #expect(exp(Tensor(x)).values == [1, 1, 1, 1, .infinity, 0, .infinity, .infinity, 0, 0, 0])
    #expect(exp(Tensor([Float.nan, -.nan])).values.allSatisfy { $0.isNaN })
  }

  @Test("tanh and sigmoid saturate")
  func saturation() {
    let x: [Float] = [.infinity, 1e30, 20, -20, -1e30, -.infinity]
    #expect(tanh(Tensor(x)).values == [1, 1, 1, -1, -1, -1])
    #expect(tanh(Tensor([0, -0.0])).values == [0, 0])
    #expect(sigmoid(Tensor([.infinity, 1e30, 20, 0, -0.0])).values == [1, 1, 1, 0.5, 0.5])
    #expect(tanh(Tensor([.nan])).scalar.isNaN)
    #expect(sigmoid(Tensor([.nan])).scalar.isNaN)
    #expect(relu(Tensor([.nan])).scalar.isNaN)
    #expect(relu(Tensor([-.infinity, -1, .infinity])).values == [0, 0, .infinity])
  }

  @Test("log gives −∞ at zero, a NaN below, infinity at infinity")
  func logarithmEdges() {
    let x: [Float] = [0, -0.0, 1, .infinity]
    #expect(log(Tensor(x)).values == [-.infinity, -.infinity, 0, .infinity])
    #expect(
      log(Tensor([-1, -.leastNonzeroMagnitude, -.infinity, .nan])).values.allSatisfy { $0.isNaN })
  }

  @Test(
    "tanh is odd, and grows within its error; sigmoid grows and stays in [0, 1]",
    arguments: [0.01, 0.37])
  func shape(step: Double) {
    let x = stride(from: -11, through: 11, by: step / 8).map { Float($0) }
    let (up, down) = (tanh(Tensor(x)).values, tanh(Tensor(x.map { -$0 })).values)
    #expect(zip(up, down).allSatisfy { $0 == -$1 })
    #expect(zip(up, up.dropFirst()).allSatisfy { $0 <= $1 + 3 * $1.ulp })
    let logistic = sigmoid(Tensor(x)).values
    #expect(zip(logistic, logistic.dropFirst()).allSatisfy { $0 <= $1 })
    #expect((up + logistic).allSatisfy { abs($0) <= 1 })
  }

  // MARK: Measuring

  private func worstError(_ function: Reference.Function, over x: [Float]) -> Double {
    let kernel: ElementwiseFunction =
      switch function {
      case .tanh: .tanh
      case .sigmoid: .sigmoid
      case .exp: .exp
      case .log: .log
      }
    var worst = 0.0
    for (input, result) in zip(x, Tensor(x).applying(kernel).values) {
      let truth = function.value(at: Double(input))
      let error = abs(Double(result) - truth) / Double(Float(truth).ulp)
      worst = max(worst, error.isNaN ? .infinity : error)
    }
    return worst
  }

  private func grid(_ range: ClosedRange<Double>, count: Int = 40_001) -> [Float] {
    let step = (range.upperBound - range.lowerBound) / Double(count - 1)
    return (0..<count).map { Float(range.lowerBound + step * Double($0)) }
  }

  /// Both signs of 2ᵉ for evenly spread e.
  private func logarithmicGrid(_ exponents: ClosedRange<Double>) -> [Float] {
    let magnitudes = grid(exponents, count: 20_001).map { Float(exp2(Double($0))) }
    return magnitudes + magnitudes.map { -$0 }
  }
}
