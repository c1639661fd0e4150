import LSTMData
import LSTMTensor

/// How a recording is varied each time that a recogniser learns from it: other voices, other rooms.
public struct SpeechVariation: Sendable, Equatable {
  /// How much longer or shorter the vocal tract is: the factor of all formants, without the pitch (Jaitly and Hinton 2013,
  /// "Vocal tract length perturbation improves speech recognition"); `nil` for none.
  public var warp: ClosedRange<Double>? = 0.8...1.25
  /// How much faster it is played, which moves pitch and formants (Ko and others 2015, "Audio augmentation for speech
  /// recognition"); `nil` for none.
  public var speed: ClosedRange<Double>? = 0.85...1.2
  /// What else is done to the sound.
  public var waveform = WaveformAugmentation()
  /// What is blotted out of the features; `nil` for nothing.
  public var masks: SpectrogramMasks?
  /// The share of recordings that are varied at all; the others are heard as they are.
  public var share = 0.9

  /// Steps between the least and the largest warp or speed: each needs its own filters, which are laid out once.
  private static let steps = 16

  /// The usual variation.
  public init() {
    waveform.gain = -6...6
    waveform.signalToNoise = 15...45
  }

  /// Nothing is varied.
  public static let none: SpeechVariation = {
    var none = SpeechVariation()
    (none.warp, none.speed) = (nil, nil)
    none.waveform = WaveformAugmentation()
    none.share = 0
    return none
  }()

  /// The warps that may be drawn.
  var warps: [Double] { Self.values(in: warp) }
  /// The speeds that may be drawn.
  var speeds: [Double] { Self.values(in: speed) }

  private static func values(in range: ClosedRange<Double>?) -> [Double] {
    guard let range else { return [1] }
    return (0...steps).map {
      range.lowerBound + (range.upperBound - range.lowerBound) * Double($0) / Double(steps)
    }
  }
}
