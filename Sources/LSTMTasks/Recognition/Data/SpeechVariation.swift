import LSTMData
import LSTMTensor

/// How a recording is varied each time that a recogniser learns from it: other voices, other rooms.
public struct SpeechVariation: Sendable, Equatable {
  /// How much longer or shorter the vocal tract is: the factor of all formants, without the pitch (Jaitly and Hinton 2013,
  /// "Vocal tract length perturbation improves speech recognition"); `nil` for none.
  public var warp: ClosedRange<Double>? = 0.94...1.06
  /// How much faster it is played, which moves pitch and formants (Ko and others 2015, "Audio augmentation for speech
  /// recognition"); `nil` for none.
  public var speed: ClosedRange<Double>? = 0.88...1.13
  /// How much longer it lasts, without another pitch: frames lie closer or farther apart; `nil` for none.
  public var tempo: ClosedRange<Double>? = 0.86...1.16
  /// What else is done to the sound.
  public var waveform = WaveformAugmentation()
  /// What is blotted out of the features; `nil` for nothing.
  public var masks: SpectrogramMasks? = SpectrogramMasks()
  /// The share of recordings that are varied at all; the others are heard as they are.
  public var share = 1.0

  /// Filters that are laid out once for all draws: those of speeds, and those of pairs of a warp and a tempo.
  private static let (speedCount, analysisCount) = (17, 64)

  /// The usual variation.
  public init() {
    masks?.frequencyCount = 1
    masks?.frequencyWidth = 4
    masks?.timeCount = 1
    masks?.timeWidth = 5
    waveform.gain = -6...6
    waveform.signalToNoise = 5...40
    waveform.noiseColor = 0...0.9
    waveform.noiseShare = 0.3
  }

  /// Nothing is varied.
  public static let none: SpeechVariation = {
    var none = SpeechVariation()
    (none.warp, none.speed, none.tempo) = (nil, nil, nil)
    none.waveform = WaveformAugmentation()
    none.masks = nil
    none.share = 0
    return none
  }()

  /// The speeds that may be drawn.
  var speeds: [Double] {
    guard let speed else { return [1] }
    return (0..<Self.speedCount).map {
      Self.value(in: speed, at: Double($0) / Double(Self.speedCount - 1))
    }
  }

  /// The ways to take features that may be drawn: each with another vocal tract and another tempo.
  func analyses(like options: AcousticOptions) throws(AcousticOptionError) -> [AcousticAnalysis] {
    let count = warp == nil && tempo == nil ? 1 : Self.analysisCount
    var analyses: [AcousticAnalysis] = []
    for place in 0..<count {
      // Evenly spread over both ranges: the second runs through its own once for each eighth of the first.
      let (row, column) = (place / 8, place % 8)
      var own = options
      if let warp { own.warp = Self.value(in: warp, at: (Double(place) + 0.5) / Double(count)) }
      if let tempo {
        let share = (Double(column) + (Double(row) + 0.5) / 8) / 8
        own.hopDuration *= Self.value(in: tempo, at: share)
      }
      analyses.append(try AcousticAnalysis(own))
    }
    return analyses
  }

  private static func value(in range: ClosedRange<Double>, at share: Double) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * share
  }
}
