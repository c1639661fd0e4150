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
  private let phases: GriffinLim

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
    phases = GriffinLim(
      GriffinLim.Tables(window: window) { rotation($0, of: $1) }, hop: options.hopCount)
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
    let magnitudes = magnitudes(of: features)
    let start = RunningPhases(magnitudes, hop: options.hopCount, using: &random)
    let samples = phases.sound(
      magnitudes: magnitudes, cosines: start.cosines, sines: start.sines, iterations: iterations)
    return Waveform(sampleRate: options.sampleRate, samples: samples)
  }

  /// The magnitudes |X[k]| of the frames' spectra, [T, N/2 + 1].
  ///
  /// - Parameter features: log-mel values [T, M].
  public func magnitudes(of features: AcousticFeatures) -> Tensor {
    precondition(features.width == options.melCount, "frames of \(options.melCount) values")
    // Energies beyond any recording are limited, so that everything stays finite.
    let values = features.values.map { $0.isNaN ? -23 : min(max($0, -46), 23) }
    return inversion.magnitudes(Tensor(values, shape: [features.count, features.width]))
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
