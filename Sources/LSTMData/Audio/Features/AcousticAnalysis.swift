import LSTMTensor

/// Turns sound into features, as ``AcousticOptions`` defines them.
///
/// ```swift
/// let analysis = try AcousticAnalysis(AcousticOptions(sampleRate: 8000))
/// let features = analysis.features(of: try WAVFile(contentsOf: "seven.wav").mono.samples)
/// ```
///
/// Everything that frames have in common is laid out once; the value is shared by all streams.
public struct AcousticAnalysis: Sendable {
  /// What the features are.
  public let options: AcousticOptions
  /// The triangles over the spectrum.
  public let filterBank: MelFilterBank
  private let transform: RealFourierTransform
  private let window: [Double]
  private let cosines: CosineTransform?

  /// Lays out window, transform and triangles.
  ///
  /// - Throws: ``AcousticOptionError``, where an option is out of its range.
  public init(_ options: AcousticOptions) throws(AcousticOptionError) {
    try options.check()
    self.options = options
    window = hannWindow(options.windowCount)
    transform = RealFourierTransform(size: options.spectrumSize)
    filterBank = MelFilterBank(
      count: options.melCount, transformSize: options.spectrumSize,
      sampleRate: options.sampleRate, range: options.frequencies, warp: options.warp)
    if let number = filterBank.emptyFilter {
      throw .emptyTriangle(
        number: number, count: options.melCount, transformSize: options.spectrumSize,
        sampleRate: options.sampleRate)
    }
    switch options.kind {
    case .logMel: cosines = nil
    case .cepstrum(let count):
      cosines = CosineTransform(count: count, of: options.melCount)
    }
  }

  /// The features of a whole sound: ``frameCount(sampleCount:)`` frames.
  ///
  /// - Parameter samples: at the options' rate, ±1 at full scale.
  public func features(of samples: [Float]) -> AcousticFeatures {
    var stream = AcousticStream(self, knowsWhole: true)
    var features = stream.append(samples)
    features.append(stream.finish())
    return features
  }

  /// The frames of a sound: 1 + samples / hop, rounded down, and none without a sample.
  ///
  /// As in librosa, a spectrum of an odd number of samples leaves the last sample out of the count.
  public func frameCount(sampleCount: Int) -> Int {
    sampleCount == 0 ? 0 : 1 + (sampleCount - options.spectrumSize % 2) / options.hopCount
  }

  /// A stream that takes sound as it comes and gives the very features of the whole, unless these depend on all of it:
  /// see ``AcousticOptions/dynamicRange``.
  public func stream() -> AcousticStream {
    AcousticStream(self, knowsWhole: false)
  }

  /// The power |X[k]|² of a frame's frequencies.
  ///
  /// - Parameter samples: the window's samples.
  func powerSpectrum(_ samples: ArraySlice<Float>) -> [Double] {
    var frame = [Double](repeating: 0, count: transform.size)
    let offset = (transform.size - window.count) / 2
    for (place, sample) in samples.enumerated() {
      frame[offset + place] = Double(sample) * window[place]
    }
    var (real, imaginary): ([Double], [Double]) = ([], [])
    transform.forward(frame, real: &real, imaginary: &imaginary)
    for place in real.indices {
      real[place] = real[place] * real[place] + imaginary[place] * imaginary[place]
    }
    return real
  }

  /// The energies under the triangles, none below the floor.
  func energies(_ samples: ArraySlice<Float>) -> [Float] {
    filterBank.apply(powerSpectrum(samples)).map { Float(max(options.floor, $0)) }
  }

  /// The features of energies, row by row.
  func features(ofEnergies energies: [Float]) -> [Float] {
    guard !energies.isEmpty else { return [] }
    let logarithms = log(Tensor(energies)).values
    return cosines?.apply(logarithms) ?? logarithms
  }
}
