import LSTMTensor
import Testing

@Suite("Functions around the gamma function")
struct GammaFunctionsTests {
  @Test("are SciPy's")
  func values() throws {
    let fixture = try DistributionFixture.part("functions")
    let x = try fixture.numbers("x")
    for (place, expected) in try fixture.numbers("log_gamma").enumerated() {
      let error = abs(logGamma(x[place]) - expected)
      #expect(error <= 1e-13 * max(1, abs(expected)), "ln Γ(\(x[place]))")
    }
    for (place, expected) in try fixture.numbers("digamma").enumerated() {
      let error = abs(digamma(x[place]) - expected)
      #expect(error <= 1e-13 * max(1, abs(expected)), "ψ(\(x[place]))")
    }
  }

  @Test("digamma is the derivative of log-gamma", arguments: [0.2, 1, 7.3, 12, 400])
  func derivative(x: Double) {
    let step = 1e-5 * x
    let slope = (logGamma(x + step) - logGamma(x - step)) / (2 * step)
    #expect(abs(digamma(x) - slope) < 1e-7 * max(1, abs(slope)))
  }

  @Test("softplus is positive, and its derivative the logistic function")
  func softplusAndLogistic() {
    for x in [-800, -30, -2, 0, 0.5, 3, 40, 800] as [Double] {
      #expect(softplus(x) >= max(0, x) && softplus(x) <= max(0, x) + 0.6932)
      let slope = (softplus(x + 1e-5) - softplus(x - 1e-5)) / 2e-5
      #expect(abs(logistic(x) - slope) < 1e-7)
    }
  }
}
