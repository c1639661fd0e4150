import Foundation
import LSTMData
import LSTMTestSupport

/// Sounds whose spectrum is known.
enum TestSounds {
  /// A sine: frequency in hertz, amplitude 0.5, `count` samples.
  static func sine(
    _ frequency: Double, rate: Int, count: Int, amplitude: Double = 0.5
  ) -> [Float] {
    (0..<count).map {
      Float(amplitude * sin(2 * .pi * frequency * Double($0) / Double(rate)))
    }
  }

  /// White noise.
  static func noise(_ count: Int, amplitude: Double = 0.1, seed: UInt64 = 1) -> [Float] {
    var numbers = TestNumbers(seed: seed)
    return numbers.uniform([count], in: -amplitude...amplitude).floats
  }

  /// The amplitude of a frequency in samples, by the definition of the Fourier series.
  static func amplitude(_ samples: some Collection<Float>, of frequency: Double, rate: Int)
    -> Double
  {
    var (x, y) = (0.0, 0.0)
    for (place, sample) in samples.enumerated() {
      let angle = 2 * .pi * frequency * Double(place) / Double(rate)
      x += Double(sample) * cos(angle)
      y += Double(sample) * sin(angle)
    }
    return 2 * (x * x + y * y).squareRoot() / Double(samples.count)
  }

  /// How often samples cross zero upwards, a second: the frequency of a sine.
  static func crossings(_ samples: [Float], rate: Int) -> Double {
    let count = zip(samples, samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
    return Double(count) * Double(rate) / Double(samples.count)
  }
}
