import LSTMTensor

/// How rare a number is among all that have come before it, beyond the largest of them too.
///
/// The largest numbers are kept, a fixed count; a generalised Pareto distribution is fitted to how far they exceed the
/// least of them by the method of moments (Hosking and Wallis 1987), as "peaks over threshold" does for streams
/// (Siffer, Fouque, Termier and Largouet 2017, "Anomaly detection in streams with extreme value theory"). A tail that
/// would end somewhere is taken for an exponential one, which does not.
struct TailEstimate: Sendable, Equatable {
  /// Numbers that are kept: a tail estimated on more adapts to less of what is unusual about a series.
  static let size = 20
  /// Fewer say nothing about a tail.
  private static let fewest = 5

  /// The largest numbers, ascending; the first ``kept`` places count.
  private(set) var largest = [Double](repeating: 0, count: Self.size)
  private(set) var kept = 0
  private(set) var count = 0.0

  /// Mean and shape of the excesses over the least number kept, until another comes in.
  private var mean = 0.0
  private var shape = 0.0

  /// Takes a number in.
  mutating func add(_ number: Double) {
    count += 1
    if kept < Self.size {
      var place = kept
      while place > 0, largest[place - 1] > number {
        largest[place] = largest[place - 1]
        place -= 1
      }
      largest[place] = number
      kept += 1
    } else {
      guard number > largest[0] else { return }
      var place = 0
      while place + 1 < kept, largest[place + 1] < number {
        largest[place] = largest[place + 1]
        place += 1
      }
      largest[place] = number
    }
    fit()
  }

  private mutating func fit() {
    (mean, shape) = (0, 0)
    guard kept > 1 else { return }
    var squares = 0.0
    for place in 1..<kept {
      let excess = largest[place] - largest[0]
      mean += excess
      squares += excess * excess
    }
    let excesses = Double(kept - 1)
    mean /= excesses
    let variance = squares / excesses - mean * mean
    if variance > 0 { shape = max(0, 0.5 * (1 - mean * mean / variance)) }
  }

  /// The tail probability of a number as a surprise: −log₁₀ of the chance that the next number is at least as large.
  ///
  /// It is 0 below the numbers kept.
  ///
  /// - Parameter leastScale: the scale of the tail is taken for no less, so that a series of equal numbers is not
  ///   startled by a change that means nothing.
  func surprise(of number: Double, leastScale: Double) -> Double {
    guard kept >= Self.fewest, number > largest[0] else { return 0 }
    // Moments of the distribution: mean = scale ÷ (1 − shape).
    let scale = max(mean * (1 - shape), leastScale)
    let distance = (number - largest[0]) / scale
    let nats =
      shape > 1e-6 ? naturalLogarithm(1 + shape * distance) / shape : distance
    let chance = Double(kept - 1) / count
    return max(0, (nats - naturalLogarithm(chance)) * Self.perNat)
  }

  /// log₁₀ e.
  static let perNat = 0.4342944819032518
}

extension TailEstimate: StreamState {
  mutating func visitState(_ visit: (String, inout [Double]) throws -> Void) rethrows {
    try visit("largest", &largest)
    var counts = [Double(kept), count]
    try visit("counts", &counts)
    kept = Self.index(counts[0], below: Self.size + 1)
    count = counts[1]
    fit()
  }
}
