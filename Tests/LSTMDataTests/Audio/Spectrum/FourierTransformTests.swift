import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("The Fourier transform")
struct FourierTransformTests {
  private static let sizes = [1, 2, 3, 4, 5, 8, 12, 15, 31, 64, 100, 225]

  /// The definition, with the system's functions.
  private func reference(
    _ real: [Double], _ imaginary: [Double]
  ) -> (real: [Double], imaginary: [Double]) {
    let count = real.count
    var (x, y): ([Double], [Double]) = ([], [])
    for k in 0..<count {
      var (sumX, sumY) = (0.0, 0.0)
      for n in 0..<count {
        let angle = -2 * Double.pi * Double(k * n % count) / Double(count)
        sumX += real[n] * cos(angle) - imaginary[n] * sin(angle)
        sumY += real[n] * sin(angle) + imaginary[n] * cos(angle)
      }
      x.append(sumX)
      y.append(sumY)
    }
    return (x, y)
  }

  private func distance(_ left: some Collection<Double>, _ right: some Collection<Double>) -> Double
  {
    left.count == right.count ? zip(left, right).map { abs($0 - $1) }.max() ?? 0 : .infinity
  }

  @Test("is the sum that defines it, and its inverse undoes it", arguments: sizes)
  func complex(size: Int) {
    var numbers = TestNumbers(seed: UInt64(size))
    let (real, imaginary) = (
      numbers.uniform([size]).values, numbers.uniform([size]).values
    )
    let expected = reference(real, imaginary)
    let transform = FourierTransform(size: size)
    var (x, y) = (real, imaginary)
    transform.forward(real: &x, imaginary: &y)
    #expect(distance(x, expected.real) < 1e-12)
    #expect(distance(y, expected.imaginary) < 1e-12)
    transform.inverse(real: &x, imaginary: &y)
    #expect(distance(x, real) < 1e-13)
    #expect(distance(y, imaginary) < 1e-13)
  }

  @Test("of real numbers is the lower half of it, and its inverse undoes it", arguments: sizes)
  func real(size: Int) {
    var numbers = TestNumbers(seed: UInt64(size))
    let samples = numbers.uniform([size]).values
    let expected = reference(samples, [Double](repeating: 0, count: size))
    let transform = RealFourierTransform(size: size)
    var (x, y): ([Double], [Double]) = ([], [])
    transform.forward(samples, real: &x, imaginary: &y)
    #expect(x.count == size / 2 + 1)
    #expect(distance(x, expected.real.prefix(size / 2 + 1)) < 1e-12)
    #expect(distance(y, expected.imaginary.prefix(size / 2 + 1)) < 1e-12)
    #expect(distance(transform.inverse(real: x, imaginary: y), samples) < 1e-13)
  }

  @Test("has the periodic Hann window: ½ − ½ cos(2πn/N)")
  func window() {
    let expected = (0..<25).map { 0.5 - 0.5 * cos(2 * Double.pi * Double($0) / 25) }
    #expect(distance(hannWindow(25), expected) < 1e-15)
  }
}
