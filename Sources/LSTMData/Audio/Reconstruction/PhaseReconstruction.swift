import LSTMTensor

/// A sound from the magnitudes of its short-time spectra: the fast Griffin-Lim algorithm (Perraudin, Balazs and
/// Søndergaard 2013), as `librosa.griffinlim` has it.
///
/// Spectra of overlapping frames say most of their phases themselves: turning them into sound and back gives phases that
/// agree, which are kept with the magnitudes that were asked for, again and again.
struct PhaseReconstruction {
  /// How far a step goes beyond the last one; above 0 the iteration is the fast one.
  static let momentum: Float = 0.99

  private var sound: LaneSound
  private let magnitudes: [Lanes]
  /// e^(iφ) of each value, and the spectra of the sound before.
  private var phases: LaneSpectrum
  private var previous: LaneSpectrum

  /// - Parameters:
  ///   - magnitudes: [T, N/2 + 1] of frames as they come.
  ///   - hop: the samples from a frame to the next.
  ///   - window: N factors, N a power of two.
  ///   - random: where the phases of the start come from.
  init(
    magnitudes frames: [[Float]], hop: Int, window: [Double],
    using random: inout RandomGenerator
  ) {
    sound = LaneSound(frameCount: frames.count, hop: hop, window: window)
    let width = sound.frequencyCount
    let steps = sound.steps
    magnitudes = LaneSpectrum.laid(frames, steps: steps, width: width)
    let start = RunningPhases(frames, hop: hop, using: &random)
    phases = LaneSpectrum(
      real: LaneSpectrum.laid(start.cosines, steps: steps, width: width),
      imaginary: LaneSpectrum.laid(start.sines, steps: steps, width: width))
    let zeros = [Lanes](repeating: .zero, count: steps * width)
    previous = LaneSpectrum(real: zeros, imaginary: zeros)
  }

  /// Makes the phases agree better, and returns the sound.
  mutating func run(iterations: Int) -> [Float] {
    for _ in 0..<iterations {
      synthesize()
      agree()
    }
    synthesize()
    return sound.values
  }

  private mutating func synthesize() {
    let width = sound.frequencyCount
    let (magnitudes, phases) = (magnitudes, phases)
    sound.overlapAdd { step, real, imaginary in
      let first = step * width
      for place in 0..<width {
        real[place] = magnitudes[first + place] * phases.real[first + place]
        imaginary[place] = magnitudes[first + place] * phases.imaginary[first + place]
      }
    }
  }

  private mutating func agree() {
    let width = sound.frequencyCount
    let share = Self.momentum / (1 + Self.momentum)
    // Taken out, since the sound is being read meanwhile.
    var (phases, previous) = (LaneSpectrum(), LaneSpectrum())
    swap(&phases, &self.phases)
    swap(&previous, &self.previous)
    sound.analyze { step, real, imaginary in
      let first = step * width
      for place in 0..<width {
        let at = first + place
        let x = real[place] - previous.real[at] * share
        let y = imaginary[place] - previous.imaginary[at] * share
        // What is silent has no phase, and needs none.
        let size = (x * x + y * y + 1e-30).squareRoot()
        phases.real[at] = x / size
        phases.imaginary[at] = y / size
        previous.real[at] = real[place]
        previous.imaginary[at] = imaginary[place]
      }
    }
    swap(&phases, &self.phases)
    swap(&previous, &self.previous)
  }
}

/// Complex spectra of eight lanes, [steps, N/2 + 1].
struct LaneSpectrum {
  var real: [Lanes] = []
  var imaginary: [Lanes] = []

  /// Frames laid into lanes: lane l has those from l · steps on, and zeros behind the last.
  static func laid(_ frames: [[Float]], steps: Int, width: Int) -> [Lanes] {
    var result = [Lanes](repeating: .zero, count: steps * width)
    for (number, frame) in frames.enumerated() {
      let (lane, step) = number.quotientAndRemainder(dividingBy: steps)
      for (place, value) in frame.enumerated() { result[step * width + place][lane] = value }
    }
    return result
  }
}
