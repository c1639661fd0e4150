import LSTMFormats
import LSTMTensor

/// How much the logits of the networks and those of the linear model count: together a temperature (Guo and others 2017)
/// and a weight of each, which fit what was held out.
struct ClassifierMix: Sendable, Equatable {
  /// What the networks' logits are multiplied by: one over their temperature.
  var network: Double
  /// What the linear model's logits are multiplied by.
  var linear: Double

  /// Nothing known.
  static let networksAlone = ClassifierMix(network: 1, linear: 0)

  /// What one example that was held out looked like.
  struct Observation {
    let network: [Double]
    let linear: [Double]
    let labels: [Int]
    let weight: Double
  }

  /// The logits of a network and the linear model together.
  func logits(network: [Double], linear: [Double]) -> [Double] {
    guard linear.count == network.count else { return network.map { $0 * self.network } }
    return zip(network, linear).map { self.network * $0 + self.linear * $1 }
  }
}

extension ClassifierMix {
  private static let iterations = 50
  /// How sure the prior is that nothing needs changing, in examples.
  private static let ridge = 0.5

  /// The multipliers, not negative, that make the held-out loss least: a convex function of the two.
  ///
  /// - Parameter usesLinear: whether the linear model may count at all.
  init(fittedOn observations: [Observation], _ kind: ClassProbabilities, usesLinear: Bool) {
    guard !observations.isEmpty else {
      self = .networksAlone
      return
    }
    let both = usesLinear ? Self.minimum(observations, kind, isFree: (true, true)) : nil
    let network = Self.minimum(observations, kind, isFree: (true, false))
    if let both, both.network >= 0, both.linear >= 0 {
      self = both
    } else if let both, both.network < 0 {
      // The networks only mislead: a sign that they have learned nothing.
      self = Self.minimum(observations, kind, isFree: (false, true))
    } else {
      self = network.network > 0 ? network : .networksAlone
    }
  }

  /// Newton's method with halved steps.
  private static func minimum(
    _ observations: [Observation], _ kind: ClassProbabilities, isFree: (Bool, Bool)
  ) -> ClassifierMix {
    var mix = ClassifierMix(network: isFree.0 ? 1 : 0, linear: isFree.0 ? 0 : 1)
    var value = loss(mix, observations, kind)
    for _ in 0..<iterations {
      let step = newtonStep(mix, observations, kind, isFree: isFree)
      var length = 1.0
      var next = mix.moved(step, length)
      var found = loss(next, observations, kind)
      while !(found <= value), length > 1e-6 {
        length /= 2
        next = mix.moved(step, length)
        found = loss(next, observations, kind)
      }
      guard found < value else { break }
      let gain = value - found
      (mix, value) = (next, found)
      if gain < 1e-10 * abs(value) { break }
    }
    return mix
  }

  private func moved(_ step: (Double, Double), _ length: Double) -> ClassifierMix {
    ClassifierMix(network: network + length * step.0, linear: linear + length * step.1)
  }

  private static func loss(
    _ mix: ClassifierMix, _ observations: [Observation], _ kind: ClassProbabilities
  ) -> Double {
    let prior = (mix.network - 1) * (mix.network - 1) + mix.linear * mix.linear
    return observations.reduce(ridge * prior) { sum, one in
      let logits = mix.logits(network: one.network, linear: one.linear)
      return sum + one.weight * kind.loss(kind.probabilities(logits), labels: one.labels)
    }
  }

  private static func newtonStep(
    _ mix: ClassifierMix, _ observations: [Observation], _ kind: ClassProbabilities,
    isFree: (Bool, Bool)
  ) -> (Double, Double) {
    var gradient = (2 * ridge * (mix.network - 1), 2 * ridge * mix.linear)
    var curvature = (2 * ridge, 0.0, 2 * ridge)
    for one in observations {
      let linear =
        one.linear.isEmpty ? Array(repeating: 0, count: one.network.count) : one.linear
      let probabilities = kind.probabilities(
        mix.logits(network: one.network, linear: one.linear))
      let scale = kind.isOneOf ? one.weight : one.weight / Double(max(1, probabilities.count))
      var (meanNetwork, meanLinear) = (0.0, 0.0)
      for (label, p) in probabilities.enumerated() {
        let (a, b) = (one.network[label], linear[label])
        let slope = p - (one.labels.contains(label) ? 1 : 0)
        gradient.0 += scale * slope * a
        gradient.1 += scale * slope * b
        let spread = kind.isOneOf ? p : p * (1 - p)
        curvature.0 += scale * spread * a * a
        curvature.1 += scale * spread * a * b
        curvature.2 += scale * spread * b * b
        meanNetwork += p * a
        meanLinear += p * b
      }
      guard kind.isOneOf else { continue }
      curvature.0 -= scale * meanNetwork * meanNetwork
      curvature.1 -= scale * meanNetwork * meanLinear
      curvature.2 -= scale * meanLinear * meanLinear
    }
    switch isFree {
    case (true, true):
      let determinant = curvature.0 * curvature.2 - curvature.1 * curvature.1
      guard determinant > 1e-12 else { return (-gradient.0 / curvature.0, 0) }
      return (
        -(curvature.2 * gradient.0 - curvature.1 * gradient.1) / determinant,
        -(curvature.0 * gradient.1 - curvature.1 * gradient.0) / determinant
      )
    case (true, false): return (-gradient.0 / curvature.0, 0)
    default: return (0, -gradient.1 / curvature.2)
    }
  }
}

extension ClassifierMix: JSONRepresentable {
  var json: JSONValue { ["network": .number(network), "linear": .number(linear)] }

  init(json: JSONReader) throws {
    network = try json.member("network").double(in: 0...1e6)
    linear = try json.member("linear").double(in: 0...1e6)
  }
}
