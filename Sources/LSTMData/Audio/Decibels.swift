import LSTMTensor

/// Levels: 10 · log₁₀ of a ratio of powers, 20 · log₁₀ of a ratio of amplitudes.
package enum Decibels {
  private static let perNeper = 10 / naturalLogarithm(10)

  /// The level of a power; −200 for none, so that it can be computed with.
  package static func level(ofPower power: Double) -> Double {
    perNeper * naturalLogarithm(max(power, 1e-20))
  }

  /// The ratio of amplitudes that a level stands for.
  package static func amplitude(_ level: Double) -> Double {
    exponential(level / (2 * perNeper))
  }
}
