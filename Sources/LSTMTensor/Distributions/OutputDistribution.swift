/// The distribution of a value whose parameters a network says.
///
/// A network's outputs are any numbers. Each value comes with a scale, in which location and spread are said, so that
/// series of any size look alike (Salinas, Flunkert and Gasthaus 2017, section 3.3).
public enum OutputDistribution: String, Sendable, CaseIterable {
  /// The normal distribution: any number, errors that are seldom large.
  case gaussian
  /// Student's t with learned degrees of freedom above 2: any number, errors that may be large.
  case studentT = "student-t"
  /// The negative binomial distribution with mean and dispersion: counts.
  case negativeBinomial = "negative-binomial"

  /// Outputs of the network for a value, K.
  package var outputCount: Int {
    self == .studentT ? 3 : 2
  }

  /// Whether it gives whole numbers of 0 or more, and no others.
  package var isOfCounts: Bool { self == .negativeBinomial }

  /// Outputs at which the spread is one scale, and the location is zero or, of counts, one scale: where a network begins.
  package var startOutputs: [Float] {
    let one = Float(naturalLogarithm(exponential(1) - 1))
    switch self {
    case .gaussian: return [0, one]
    case .studentT: return [0, one, 3]
    case .negativeBinomial: return [one, one]
    }
  }

  /// The least spread, in scales: a constant series has a density.
  static let leastSpread = 1e-3
  /// The least dispersion and mean of counts.
  static let leastDispersion = 1e-4
  static let leastMean = 1e-6
  /// Degrees of freedom lie above this, so that there is a variance.
  static let leastFreedom = 2.0

  /// A number drawn.
  ///
  /// - Parameters:
  ///   - outputs: of the network; the first ``outputCount`` are read.
  ///   - scale: above 0.
  package func sample(
    _ outputs: SIMD4<Float>, scale: Double, using random: inout RandomGenerator
  ) -> Double {
    let (first, second) = (Double(outputs[0]), Double(outputs[1]))
    switch self {
    case .gaussian:
      return scale * (first + (softplus(second) + Self.leastSpread) * Double(random.normal()))
    case .studentT:
      let freedom = Self.leastFreedom + softplus(Double(outputs[2]))
      let number = random.studentT(degreesOfFreedom: freedom)
      return scale * (first + (softplus(second) + Self.leastSpread) * number)
    case .negativeBinomial:
      let mean = scale * softplus(first) + Self.leastMean
      let dispersion = softplus(second) / scale.squareRoot() + Self.leastDispersion
      return random.negativeBinomial(mean: mean, dispersion: dispersion)
    }
  }
}
