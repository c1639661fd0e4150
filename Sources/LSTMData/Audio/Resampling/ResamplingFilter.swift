import LSTMTensor

/// The low-pass filter of a change of sample rate: a sinc under a Kaiser window (Kaiser 1974), cut into phases.
///
/// For an output sample that lies between two input samples, its phase is the filter shifted there. Up to 1,024 phases
/// are kept exactly; ratios with more are interpolated between that many, which adds an error below −110 dB.
struct ResamplingFilter: Sendable {
  /// The attenuation of what would fold back, in decibels: below the noise of 16 bits.
  static let attenuation = 100.0
  /// The part of the lower rate's band that passes unchanged; the filter falls between it and the band's end.
  static let passband = 0.9
  private static let mostPhases = 1024

  /// Input samples on each side of an output sample.
  let halfWidth: Int
  /// Phases, one more than there are steps between two input samples.
  let phaseCount: Int
  /// The phases, 2 · `halfWidth` taps each, from the earliest input sample on.
  private let taps: [Float]
  private let isExact: Bool

  /// - Parameters:
  ///   - up: by how much the rate is multiplied.
  ///   - down: by how much it is divided; without a common divisor with `up`.
  init(up: Int, down: Int) {
    // Everything is in input samples; a lower output rate makes the filter longer by the same factor.
    let band = min(1, Double(up) / Double(down))
    let transition = Double.pi * (1 - Self.passband) * band
    let half = (Self.attenuation - 7.95) / (2.285 * transition) / 2
    halfWidth = Int(half.rounded(.up))
    isExact = up <= Self.mostPhases
    phaseCount = min(up, Self.mostPhases)
    let cutoff = (1 + Self.passband) / 2 * band
    let window = KaiserWindow(attenuation: Self.attenuation)
    var taps: [Float] = []
    taps.reserveCapacity((phaseCount + 1) * 2 * halfWidth)
    for phase in 0...phaseCount {
      let shift = Double(phase) / Double(phaseCount)
      let row = (1 - halfWidth...halfWidth).map { place -> Double in
        let x = Double(place) - shift
        return Self.sinc(cutoff * x) * window.value(at: x / half)
      }
      // A constant stays the constant that it is.
      let sum = row.reduce(0, +)
      taps += row.map { Float($0 / sum) }
    }
    self.taps = taps
  }

  private static func sinc(_ x: Double) -> Double {
    guard x != 0 else { return 1 }
    return cosine(.pi * (x - 0.5)) / (.pi * x)
  }

  /// The output sample whose position is `part` / `whole` behind the input sample `start + halfWidth − 1`.
  func value(_ samples: [Float], from start: Int, part: Int, of whole: Int) -> Float {
    if isExact { return value(samples, start, phase: part) }
    let place = Double(part) * Double(phaseCount) / Double(whole)
    let phase = min(Int(place), phaseCount - 1)
    let rest = Float(place - Double(phase))
    let (low, high) = (
      value(samples, start, phase: phase), value(samples, start, phase: phase + 1)
    )
    return low + rest * (high - low)
  }

  private func value(_ samples: [Float], _ start: Int, phase: Int) -> Float {
    let count = 2 * halfWidth
    let first = phase * count
    // Four sums, always the same four, keep the processor busy.
    var (a, b, c, d): (Float, Float, Float, Float) = (0, 0, 0, 0)
    var place = 0
    while place + 4 <= count {
      a += taps[first + place] * samples[start + place]
      b += taps[first + place + 1] * samples[start + place + 1]
      c += taps[first + place + 2] * samples[start + place + 2]
      d += taps[first + place + 3] * samples[start + place + 3]
      place += 4
    }
    while place < count {
      a += taps[first + place] * samples[start + place]
      place += 1
    }
    return (a + b) + (c + d)
  }
}

/// The window that has the least energy beyond a given frequency, nearly: I₀(β √(1 − x²)) / I₀(β).
private struct KaiserWindow {
  private let beta: Double
  private let scale: Double

  /// - Parameter attenuation: of the filter under it, in decibels, above 50.
  init(attenuation: Double) {
    beta = 0.1102 * (attenuation - 8.7)
    scale = 1 / Self.besselI0(beta)
  }

  /// Its value at a place from −1 to 1; 0 beyond.
  func value(at x: Double) -> Double {
    guard abs(x) < 1 else { return 0 }
    return Self.besselI0(beta * (1 - x * x).squareRoot()) * scale
  }

  private static func besselI0(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    var index = 1.0
    while term > sum * 1e-17 {
      term *= x * x / (4 * index * index)
      sum += term
      index += 1
    }
    return sum
  }
}
