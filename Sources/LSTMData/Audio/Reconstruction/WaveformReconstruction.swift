import LSTMTensor

/// Turns log-mel frames back into sound: what ``AcousticAnalysis`` does, undone as far as can be.
///
/// ```swift
/// let reconstruction = try WaveformReconstruction(options)
/// let sound = reconstruction.waveform(of: analysis.features(of: samples))
/// ```
///
/// The triangles' energies are spread over the frequencies, and phases are found that fit: the fast Griffin-Lim
/// algorithm. Same seed, same bits.
public struct WaveformReconstruction: Sendable {
  /// What the frames are.
  public let options: AcousticOptions
  private let inversion: MelInversion
  private let window: [Double]

  /// Iterations after which more are hardly heard.
  public static let usualIterations = 32

  /// Lays out window and triangles.
  ///
  /// - Throws: ``AcousticOptionError``, where an option is out of its range, or sound cannot be had from such frames.
  public init(_ options: AcousticOptions) throws(AcousticOptionError) {
    let analysis = try AcousticAnalysis(options)
    try options.checkForReconstruction()
    self.options = options
    let size = options.spectrumSize
    let offset = (size - options.windowCount) / 2
    var window = [Double](repeating: 0, count: size)
    for (place, factor) in hannWindow(options.windowCount).enumerated() {
      window[offset + place] = factor
    }
    self.window = window
    inversion = MelInversion(analysis.filterBank, frequencyCount: size / 2 + 1)
  }

  /// The sound of frames: (T − 1) · hop samples.
  ///
  /// - Parameters:
  ///   - features: log-mel values [T, M]; what is no number counts as silence.
  ///   - iterations: of the phases' search; 0 or more.
  ///   - seed: of the phases of the start.
  public func waveform(
    of features: AcousticFeatures, iterations: Int = usualIterations, seed: UInt64 = 1
  ) -> Waveform {
    guard features.count > 0 else { return Waveform(sampleRate: options.sampleRate, samples: []) }
    var random = RandomGenerator(seed: seed)
    var phases = PhaseReconstruction(
      magnitudes: magnitudes(of: features), hop: options.hopCount, window: window, using: &random)
    return Waveform(sampleRate: options.sampleRate, samples: phases.run(iterations: iterations))
  }

  /// The magnitudes |X[k]| of the frames' spectra, [T, N/2 + 1].
  ///
  /// - Parameter features: log-mel values [T, M].
  public func magnitudes(of features: AcousticFeatures) -> [[Float]] {
    precondition(features.width == options.melCount, "frames of \(options.melCount) values")
    let width = options.spectrumSize / 2 + 1
    var frames: [[Float]] = []
    for first in stride(from: 0, to: features.count, by: Lanes.scalarCount) {
      let count = min(Lanes.scalarCount, features.count - first)
      var energies = [Lanes](repeating: Lanes(repeating: 1), count: features.width)
      for lane in 0..<count {
        let row = Self.energies(features[first + lane])
        for place in row.indices { energies[place][lane] = row[place] }
      }
      let magnitudes = inversion.magnitudes(energies)
      for lane in 0..<count { frames.append((0..<width).map { magnitudes[$0][lane] }) }
    }
    return frames
  }

  /// The energies that logarithms stand for; those beyond any recording are limited.
  private static func energies(_ logarithms: ArraySlice<Float>) -> [Float] {
    var values = logarithms.map { $0.isNaN ? -23 : min(max($0, -46), 23) }
    exponentiate(&values)
    return values
  }
}

extension AcousticOptions {
  /// Finds what stands against turning frames back into sound.
  func checkForReconstruction() throws(AcousticOptionError) {
    guard kind == .logMel, deltaOrder == 0 else {
      throw .outOfRange(
        option: "kind", found: deltaOrder == 0 ? "cepstra" : "values with deltas",
        expected: "log-mel values, which can be turned back into sound")
    }
    guard spectrumSize & (spectrumSize - 1) == 0, spectrumSize >= 4 else {
      throw .outOfRange(
        option: "spectrum", found: "\(spectrumSize) samples",
        expected: "a power of two, where frames are turned back into sound")
    }
    guard 2 * hopCount <= windowCount else {
      throw .outOfRange(
        option: "hop", found: "\(hopDuration) s",
        expected:
          "at most half the window's \(windowDuration) s, where frames are turned back into sound")
    }
  }
}
