import Foundation
import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Phases by the fast Griffin-Lim algorithm")
struct GriffinLimTests {
  /// Frames, samples from a frame to the next, samples of a frame, iterations.
  static let shapes = [
    (1, 4, 8, 2), (2, 2, 4, 3), (5, 4, 16, 0), (17, 4, 16, 3), (64, 8, 32, 4), (100, 5, 16, 2),
    (129, 16, 64, 2), (66, 20, 64, 3),
  ]

  private static func rotation(_ part: Int, _ whole: Int) -> (cosine: Double, sine: Double) {
    let angle = 2 * Double.pi * Double(part) / Double(whole)
    return (cos(angle), sin(angle))
  }

  private static func window(_ size: Int) -> [Double] {
    (0..<size).map { 0.5 - 0.5 * cos(2 * .pi * Double($0) / Double(size)) }
  }

  private struct Spectra {
    var real: [[Double]]
    var imaginary: [[Double]]
  }

  /// The algorithm as its paper states it, with transforms by their definition, in Double.
  private static func reference(
    _ magnitudes: [[Double]], _ start: Spectra, hop: Int, size: Int, iterations: Int
  ) -> [Double] {
    let (count, window) = (max(1, (magnitudes.count - 1) * hop), window(size))
    func sound(_ phases: Spectra) -> [Double] {
      var padded = [Double](repeating: 0, count: magnitudes.count * hop + 2 * size)
      var weights = padded
      for (frame, row) in magnitudes.enumerated() {
        for n in 0..<size {
          var value = 0.0
          for (k, magnitude) in row.enumerated() {
            let turn = rotation(n * k % size, size)
            let once = k == 0 || 2 * k == size ? 1.0 : 2
            value +=
              once * magnitude
              * (phases.real[frame][k] * turn.cosine - phases.imaginary[frame][k] * turn.sine)
          }
          padded[frame * hop + n] += value / Double(size) * window[n]
          weights[frame * hop + n] += window[n] * window[n]
        }
      }
      return (size / 2..<size / 2 + count).map { padded[$0] / max(weights[$0], 1e-3) }
    }
    func spectra(_ samples: [Double]) -> Spectra {
      let silence = [Double](repeating: 0, count: 2 * size + hop)
      let padded = silence.prefix(size / 2) + samples + silence
      var result = Spectra(real: [], imaginary: [])
      for frame in magnitudes.indices {
        var (x, y) = ([Double](), [Double]())
        for k in 0...size / 2 {
          var (a, b) = (0.0, 0.0)
          for n in 0..<size {
            let turn = rotation(-n * k % size, size)
            let value = padded[frame * hop + n] * window[n]
            a += value * turn.cosine
            b += value * turn.sine
          }
          x.append(a)
          y.append(b)
        }
        result.real.append(x)
        result.imaginary.append(y)
      }
      return result
    }
    var phases = start
    var before: Spectra?
    for _ in 0..<iterations {
      let own = spectra(sound(phases))
      for frame in magnitudes.indices {
        for k in magnitudes[frame].indices {
          let x = own.real[frame][k] - 0.99 / 1.99 * (before?.real[frame][k] ?? 0)
          let y = own.imaginary[frame][k] - 0.99 / 1.99 * (before?.imaginary[frame][k] ?? 0)
          let length = (x * x + y * y + 1e-30).squareRoot()
          phases.real[frame][k] = x / length
          phases.imaginary[frame][k] = y / length
        }
      }
      before = own
    }
    return sound(phases)
  }

  private struct Case {
    let magnitudes: [[Double]]
    let start: Spectra

    init(frames: Int, size: Int) {
      var numbers = TestNumbers(seed: UInt64(frames))
      let bins = size / 2 + 1
      magnitudes = (0..<frames).map { _ in numbers.uniform([bins], in: 0.1...2).values }
      let angles = (0..<frames).map { _ in numbers.uniform([bins], in: -3...3).values }
      start = Spectra(
        real: angles.map { row in row.indices.map { Self.isEnd($0, bins) ? 1 : cos(row[$0]) } },
        imaginary: angles.map { row in row.indices.map { Self.isEnd($0, bins) ? 0 : sin(row[$0]) } }
      )
    }

    private static func isEnd(_ k: Int, _ bins: Int) -> Bool { k == 0 || k == bins - 1 }

    func sound(hop: Int, size: Int, iterations: Int) -> [Float] {
      func tensor(_ rows: [[Double]]) -> Tensor {
        Tensor(rows.flatMap { $0.map { Float($0) } }, shape: [rows.count, size / 2 + 1])
      }
      let tables = GriffinLim.Tables(window: window(size)) { rotation($0, $1) }
      return GriffinLim(tables, hop: hop).sound(
        magnitudes: tensor(magnitudes), cosines: tensor(start.real), sines: tensor(start.imaginary),
        iterations: iterations)
    }
  }

  @Test("are those of its definition in Double, over odd shapes", arguments: shapes)
  func definition(frames: Int, hop: Int, size: Int, iterations: Int) {
    let made = Case(frames: frames, size: size)
    let expected = Self.reference(
      made.magnitudes, made.start, hop: hop, size: size, iterations: iterations)
    let found = made.sound(hop: hop, size: size, iterations: iterations)
    #expect(found.count == max(1, (frames - 1) * hop))
    // An iteration divides by lengths that may be small, which makes more of rounding.
    #expect(
      relativeError(found, DoubleArray(expected.map { Float($0) }, shape: [expected.count])) < 1e-4)
  }

  @Test("are the same bits under every instruction set")
  func settings() {
    let made = Case(frames: 70, size: 64)
    let (differing, result) = KernelSettings.compare {
      [Tensor(made.sound(hop: 16, size: 64, iterations: 5))]
    }
    #expect(differing.isEmpty, "\(differing)")
    #expect(result.allSatisfy { $0.firstNonFinite == nil })
  }

  @Test("are finite where there is silence")
  func silence() {
    let tables = GriffinLim.Tables(window: Self.window(16)) { Self.rotation($0, $1) }
    let zeros = Tensor.zeros([20, 9])
    let sound = GriffinLim(tables, hop: 4).sound(
      magnitudes: zeros, cosines: zeros, sines: zeros, iterations: 4)
    #expect(sound == [Float](repeating: 0, count: 76))
  }
}
