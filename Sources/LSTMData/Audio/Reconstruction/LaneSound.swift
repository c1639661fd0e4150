/// A sound in eight pieces, one a lane, whose frames overlap across the pieces' borders.
///
/// Lane l holds the frames from l · steps on. The sound is padded by half a frame at both ends, so that frame t is
/// centred on sample t · hop; what is padded is always 0.
struct LaneSound: Sendable {
  /// Frames of a lane.
  let steps: Int
  private let hop: Int
  private let transform: LaneTransform
  private let window: [Float]
  /// 1 / Σ window², 0 beyond the sound.
  private let normalizers: [Lanes]
  private var samples: [Lanes]
  private var work: LaneTransform.Workspace
  private let sampleCount: Int

  /// Silence.
  ///
  /// - Parameters:
  ///   - frameCount: T, 1 or more.
  ///   - hop: the samples from a frame to the next.
  ///   - window: N factors, N a power of two.
  init(frameCount: Int, hop: Int, window: [Double]) {
    let size = window.count
    self.hop = hop
    transform = LaneTransform(size: size)
    self.window = window.map { Float($0) }
    work = transform.workspace
    // A lane is longer than a frame, so that a frame crosses one border at most.
    steps = max((frameCount + Lanes.scalarCount - 1) / Lanes.scalarCount, (size + hop - 1) / hop)
    sampleCount = max(1, (frameCount - 1) * hop)
    samples = [Lanes](repeating: .zero, count: steps * hop + size)
    var weights = [Double](repeating: 0, count: 8 * steps * hop + size)
    for frame in 0..<frameCount {
      for place in 0..<size { weights[frame * hop + place] += window[place] * window[place] }
    }
    var normalizers = samples
    for place in samples.indices {
      for lane in 0..<Lanes.scalarCount {
        let sample = lane * steps * hop + place
        let isInside = sample >= size / 2 && sample < size / 2 + sampleCount
        // Where windows hardly reach, dividing by them would make noise out of rounding.
        if isInside { normalizers[place][lane] = Float(1 / max(weights[sample], 1e-3)) }
      }
    }
    self.normalizers = normalizers
  }

  /// Frequencies of a frame, N/2 + 1.
  var frequencyCount: Int { transform.frequencyCount }

  /// The sound's samples: (T − 1) · hop of them, 1 at least.
  var values: [Float] {
    (0..<sampleCount).map { place in
      let sample = place + transform.size / 2
      let lane = min(sample / (steps * hop), Lanes.scalarCount - 1)
      return samples[sample - lane * steps * hop][lane]
    }
  }

  /// Becomes the sound whose frames are nearest to these spectra (Griffin and Lim 1984, equation 6).
  ///
  /// - Parameter spectrum: sets the real and the imaginary parts of all lanes' frame of a step.
  mutating func overlapAdd(
    _ spectrum: (_ step: Int, _ real: inout [Lanes], _ imaginary: inout [Lanes]) -> Void
  ) {
    var real = [Lanes](repeating: .zero, count: frequencyCount)
    var imaginary = real
    for place in samples.indices { samples[place] = .zero }
    for step in 0..<steps {
      spectrum(step, &real, &imaginary)
      transform.addInverse(
        real: real, imaginary: imaginary, window: window, &work, to: &samples, at: step * hop)
    }
    joinBorders()
    for place in samples.indices { samples[place] *= normalizers[place] }
  }

  /// The spectra of the sound's frames.
  ///
  /// - Parameter body: takes the real and the imaginary parts of all lanes' frame of a step.
  mutating func analyze(_ body: (_ step: Int, _ real: [Lanes], _ imaginary: [Lanes]) -> Void) {
    var real = [Lanes](repeating: .zero, count: frequencyCount)
    var imaginary = real
    for step in 0..<steps {
      transform.forward(
        samples[(step * hop)...], window: window, &work, real: &real, imaginary: &imaginary)
      body(step, real, imaginary)
    }
  }

  /// Adds up what two neighbouring lanes say about the samples that both hold.
  private mutating func joinBorders() {
    let length = steps * hop
    for place in 0..<samples.count - length {
      for lane in 0..<Lanes.scalarCount - 1 {
        let sum = samples[length + place][lane] + samples[place][lane + 1]
        samples[length + place][lane] = sum
        samples[place][lane + 1] = sum
      }
    }
  }
}
