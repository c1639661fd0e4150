import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("The Fourier transform of eight lanes")
struct LaneTransformTests {
  @Test(
    "is that of each lane in Double, and its inverse undoes it",
    arguments: [4, 8, 16, 64, 256, 512])
  func lanes(size: Int) {
    var numbers = TestNumbers(seed: UInt64(size))
    let sounds = (0..<8).map { _ in numbers.uniform([size]).values }
    let window = numbers.uniform([size], in: 0.5...1).floats
    let lanes = (0..<size).map { n in Lanes(sounds.map { Float($0[n]) }) }
    let transform = LaneTransform(size: size)
    let exact = RealFourierTransform(size: size)
    var work = transform.workspace
    var real = [Lanes](repeating: .zero, count: transform.frequencyCount)
    var imaginary = real
    transform.forward(
      lanes[...], window: window, &work, real: &real, imaginary: &imaginary)
    for lane in 0..<8 {
      let windowed = zip(lanes, window).map { Double($0[lane] * $1) }
      var (x, y): ([Double], [Double]) = ([], [])
      exact.forward(windowed, real: &x, imaginary: &y)
      for k in x.indices {
        #expect(abs(Double(real[k][lane]) - x[k]) < 1e-5 * Double(size).squareRoot())
        #expect(abs(Double(imaginary[k][lane]) - y[k]) < 1e-5 * Double(size).squareRoot())
      }
    }
    let ones = [Float](repeating: 1, count: size)
    var back = [Lanes](repeating: Lanes(repeating: 2), count: size + 3)
    transform.addInverse(
      real: real, imaginary: imaginary, window: ones, &work, to: &back, at: 3)
    for n in 0..<size {
      for lane in 0..<8 {
        #expect(abs(back[n + 3][lane] - 2 - lanes[n][lane] * window[n]) < 1e-5)
      }
    }
  }
}
