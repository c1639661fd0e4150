/// What acoustic features are made of.
public enum AcousticFeatureKind: Sendable, Equatable {
  /// The natural logarithm of the energy under each mel triangle.
  case logMel
  /// Mel-frequency cepstral coefficients: the first `count` of the orthonormal cosine transform (DCT-II) of the log-mel
  /// values.
  case cepstrum(count: Int)
}

/// How sound becomes features.
///
/// The definition is librosa's: `librosa.feature.melspectrogram(y=…, sr=…, n_fft=…, hop_length=…, win_length=…,
/// window="hann", center=True, pad_mode="constant", power=2, n_mels=…, fmin=…, fmax=…, htk=False, norm="slaney")`, then
/// `log(max(floor, …))`; cepstra are `librosa.feature.mfcc(S=…, norm="ortho")` of that, and deltas
/// `librosa.feature.delta(…, mode="nearest")`, the second ones as the deltas of the first.
/// Frame t is centred on sample t · hop, with silence before and after the sound.
public struct AcousticOptions: Sendable, Equatable {
  /// Samples a second.
  public var sampleRate: Int
  /// The seconds that a frame spans.
  public var windowDuration = 0.025
  /// The seconds from a frame to the next.
  public var hopDuration = 0.010
  /// The samples of a frame's spectrum; `nil` for the next power of two that the window fits in.
  public var transformSize: Int?
  /// How many mel triangles there are.
  public var melCount = 40
  /// Where the first triangle begins, in hertz.
  public var lowestFrequency = 0.0
  /// Where the last triangle ends, in hertz; `nil` for half the sample rate.
  public var highestFrequency: Double?
  /// The least energy, so that silence has a logarithm.
  public var floor = 1e-10
  /// How far below the greatest energy of the sound all is silence, in nats; `nil`: only ``floor`` counts.
  ///
  /// librosa's `top_db`, where a neper of energy is 4.34 decibels. A stream knows the greatest energy so far, which it
  /// forgets by a neper in twenty seconds: its features are then others than those of the whole.
  public var dynamicRange: Double?
  /// Log-mel values or cepstra.
  public var kind = AcousticFeatureKind.logMel
  /// How often the slope over time is added: 0, 1 (deltas) or 2 (their deltas too).
  public var deltaOrder = 0
  /// The frames over which a slope is fitted, an odd number.
  public var deltaWidth = 9
  /// How much the triangles are stretched; see ``MelFilterBank/warped(_:by:in:)``.
  public var warp = 1.0

  /// The defaults: 40 log-mel values of frames of 25 ms, 10 ms apart.
  public init(sampleRate: Int) {
    self.sampleRate = sampleRate
  }

  /// The samples of a window.
  public var windowCount: Int { Self.samples(windowDuration, sampleRate) }
  /// The samples from a frame to the next.
  public var hopCount: Int { Self.samples(hopDuration, sampleRate) }
  /// The samples of a frame's spectrum.
  public var spectrumSize: Int {
    if let transformSize { return transformSize }
    var size = 1
    while size < windowCount { size *= 2 }
    return size
  }
  /// The frequencies of the triangles, in hertz.
  var frequencies: ClosedRange<Double> {
    let highest = highestFrequency ?? Double(sampleRate) / 2
    return lowestFrequency...max(lowestFrequency, highest)
  }
  /// The values of a frame, deltas not counted.
  public var staticWidth: Int {
    switch kind {
    case .logMel: melCount
    case .cepstrum(let count): count
    }
  }
  /// The values of a frame.
  public var width: Int { staticWidth * (1 + deltaOrder) }

  private static func samples(_ duration: Double, _ rate: Int) -> Int {
    // Beyond any window; what is no number gives none.
    Int(max(0, min(duration * Double(rate), 1e6)).rounded())
  }
}
