import LSTMTensor

/// A resonance of two poles: y[n] = A x[n] + B y[n−1] + C y[n−2] (Klatt 1980, equations 1 and 2).
struct Resonator: Sendable {
  /// What a resonance is scaled to.
  enum Gain: Sendable {
    /// 1 at 0 Hz, as in a cascade, where resonances follow each other.
    case unitAtZero
    /// 1 at the resonance, as side by side, where each has a level of its own.
    case unitAtPeak
  }

  private let gain: Gain
  private var (a, b, c) = (1.0, 0.0, 0.0)
  private var (last, beforeLast) = (0.0, 0.0)

  init(_ gain: Gain) {
    self.gain = gain
  }

  /// Moves the resonance; what rings goes on ringing.
  ///
  /// - Parameters:
  ///   - frequency: in hertz, below half the sample rate.
  ///   - bandwidth: between the points 3 dB below the peak, in hertz.
  ///   - rate: samples a second.
  mutating func tune(_ frequency: Double, _ bandwidth: Double, rate: Double) {
    let radius = exponential(-.pi * bandwidth / rate)
    let turn = cosine(2 * .pi * frequency / rate)
    c = -radius * radius
    b = 2 * radius * turn
    switch gain {
    case .unitAtZero: a = 1 - b - c
    case .unitAtPeak:
      let doubled = 2 * turn * turn - 1
      a = (1 - radius) * (1 - 2 * radius * doubled + radius * radius).squareRoot()
    }
  }

  /// The next samples, in place.
  mutating func filter(_ samples: inout [Double]) {
    let (a, b, c) = (a, b, c)
    var (y1, y2) = (last, beforeLast)
    for place in samples.indices {
      let output = a * samples[place] + b * y1 + c * y2
      y2 = y1
      y1 = output
      samples[place] = output
    }
    (last, beforeLast) = (y1, y2)
  }
}

/// The mirror image of a resonance, two zeros: what it takes away a resonance of the same numbers gives back
/// (Klatt 1980, equations 3 and 4).
struct Antiresonator: Sendable {
  private var (a, b, c) = (1.0, 0.0, 0.0)
  private var (last, beforeLast) = (0.0, 0.0)

  /// Moves the zeros; units as those of a ``Resonator``.
  mutating func tune(_ frequency: Double, _ bandwidth: Double, rate: Double) {
    let radius = exponential(-.pi * bandwidth / rate)
    let (poleC, poleB) = (-radius * radius, 2 * radius * cosine(2 * .pi * frequency / rate))
    let poleA = 1 - poleB - poleC
    (a, b, c) = (1 / poleA, -poleB / poleA, -poleC / poleA)
  }

  /// The next samples, in place.
  mutating func filter(_ samples: inout [Double]) {
    let (a, b, c) = (a, b, c)
    var (x1, x2) = (last, beforeLast)
    for place in samples.indices {
      let input = samples[place]
      samples[place] = a * input + b * x1 + c * x2
      x2 = x1
      x1 = input
    }
    (last, beforeLast) = (x1, x2)
  }
}
