import LSTMTensor

/// Chance variations of a recording, so that a model hears more voices and rooms than there are.
///
/// Every draw follows from a key: the same key and recording give the same sound, and leaving one variation out does
/// not change the others.
public struct WaveformAugmentation: Sendable, Equatable {
  /// The speeds, which move pitch and formants too; `nil` for none.
  ///
  /// Ko et al. 2015 take 0.9 to 1.1.
  public var speed: ClosedRange<Double>?
  /// The semitones of a change of pitch at the same length; `nil` for none.
  public var pitch: ClosedRange<Double>?
  /// The decibels of a change of level; `nil` for none.
  public var gain: ClosedRange<Double>?
  /// The signal's power above that of the noise, in decibels; `nil` for no noise.
  public var signalToNoise: ClosedRange<Double>?
  /// How much of a sample of noise goes on into the next: from white noise, 0, to a rumble, below 1.
  public var noiseColor = 0.0...0.0
  /// The share of the recordings that get noise.
  public var noiseShare = 1.0

  /// No variation, to be set one by one.
  public init() {}

  /// A variation of a recording.
  ///
  /// - Parameters:
  ///   - waveform: the recording.
  ///   - key: what the draws follow from, different for each recording and epoch.
  public func apply(to waveform: Waveform, key: UInt64) -> Waveform {
    var result = waveform
    if let speed { result = result.played(faster: Self.draw(speed, key, 0)) }
    if let pitch { result = result.pitched(bySemitones: Self.draw(pitch, key, 1)) }
    if let gain { result = result.amplified(byDecibels: Self.draw(gain, key, 2)) }
    if let signalToNoise, Self.draw(0...1, key, 5) < noiseShare {
      var random = RandomGenerator(seed: RandomGenerator.key(key, 4))
      result = result.addingNoise(
        signalToNoise: Self.draw(signalToNoise, key, 3), color: Self.draw(noiseColor, key, 6),
        using: &random)
    }
    return result
  }

  private static func draw(_ range: ClosedRange<Double>, _ key: UInt64, _ number: UInt64) -> Double
  {
    var random = RandomGenerator(seed: RandomGenerator.key(key, number))
    return range.lowerBound + (range.upperBound - range.lowerBound) * Double(random.uniform())
  }
}
