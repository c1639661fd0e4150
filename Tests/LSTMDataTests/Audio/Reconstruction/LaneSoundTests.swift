import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("A sound in eight lanes")
struct LaneSoundTests {
  /// Frames, samples from a frame to the next, samples of a frame.
  static let shapes = [
    (1, 4, 8), (2, 4, 8), (3, 4, 8), (7, 16, 64), (8, 16, 64), (40, 16, 64), (41, 20, 64),
    (100, 13, 32),
  ]

  @Test("comes back from the spectra of its frames", arguments: shapes)
  func reconstruction(frames: Int, hop: Int, size: Int) {
    let count = max(1, (frames - 1) * hop)
    let samples = TestSounds.noise(count, amplitude: 0.5, seed: UInt64(frames))
    let window = hannWindow(size)
    // The frames' spectra in Double, laid into lanes.
    let padded =
      [Float](repeating: 0, count: size / 2) + samples
      + [Float](repeating: 0, count: size)
    let transform = RealFourierTransform(size: size)
    var (reals, imaginaries): ([[Float]], [[Float]]) = ([], [])
    for frame in 0..<frames {
      let values = (0..<size).map { Double(padded[frame * hop + $0]) * window[$0] }
      var (x, y): ([Double], [Double]) = ([], [])
      transform.forward(values, real: &x, imaginary: &y)
      reals.append(x.map { Float($0) })
      imaginaries.append(y.map { Float($0) })
    }
    var sound = LaneSound(frameCount: frames, hop: hop, window: window)
    let width = sound.frequencyCount
    let real = LaneSpectrum.laid(reals, steps: sound.steps, width: width)
    let imaginary = LaneSpectrum.laid(imaginaries, steps: sound.steps, width: width)
    sound.overlapAdd { step, x, y in
      for place in 0..<width {
        x[place] = real[step * width + place]
        y[place] = imaginary[step * width + place]
      }
    }
    let found = sound.values
    #expect(found.count == count)
    #expect(zip(found, samples).allSatisfy { abs($0 - $1) < 1e-4 })
    // Its own frames are those it was made of.
    let steps = sound.steps
    sound.analyze { step, x, y in
      for lane in 0..<8 where lane * steps + step < frames {
        for place in 0..<width {
          let frame = lane * steps + step
          #expect(abs(x[place][lane] - reals[frame][place]) < 1e-3)
          #expect(abs(y[place][lane] - imaginaries[frame][place]) < 1e-3)
        }
      }
    }
  }
}
