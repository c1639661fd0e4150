import LSTMFormats
import LSTMTensor
import Testing

@Suite("Numbers drawn from distributions")
struct RandomGeneratorDistributionsTests {
  private static func draw(
    _ name: String, _ parameters: [Double], using random: inout RandomGenerator
  ) -> Double {
    switch name {
    case "gamma": random.gamma(shape: parameters[0])
    case "student-t": random.studentT(degreesOfFreedom: parameters[0])
    case "poisson": random.poisson(mean: parameters[0])
    case "negative-binomial":
      random.negativeBinomial(mean: parameters[0], dispersion: parameters[1])
    default: Double(random.normal())
    }
  }

  @Test("follow SciPy's distribution functions, means and variances")
  func distributions() throws {
    let count = 20_000
    for table in try DistributionFixture.part("samplers").elements() {
      let name = try table.member("name").string()
      let parameters = try table.numbers("parameters")
      var random = RandomGenerator(seed: 11)
      let values = (0..<count).map { _ in Self.draw(name, parameters, using: &random) }
      // Kolmogorov and Smirnov: in one of two thousand samples the distance is above 2.03 / √n somewhere.
      let points = zip(try table.numbers("points"), try table.numbers("probabilities"))
      for (point, probability) in points {
        let share = Double(values.count { $0 <= point }) / Double(count)
        #expect(
          abs(share - probability) < 2.03 / Double(count).squareRoot(),
          "\(name) \(parameters) at \(point)")
      }
      let variance = try table.member("variance").double()
      let mean = values.reduce(0, +) / Double(count)
      let error = abs(mean - (try table.member("mean").double()))
      #expect(error < 4 * (variance / Double(count)).squareRoot(), "\(name) \(parameters)")
    }
  }

  @Test("are the same for the same seed")
  func sameBits() {
    for name in ["gamma", "student-t", "poisson", "negative-binomial"] {
      let runs = (0..<2).map { _ in
        var random = RandomGenerator(seed: 3)
        return (0..<100).map { _ in Self.draw(name, [20, 0.5], using: &random) }
      }
      #expect(runs[0] == runs[1])
    }
  }
}
