import LSTMData

/// Something about a place in a sound that a unit may follow.
public enum SoundFeature: String, Sendable, CaseIterable {
  /// The mean level of all bands.
  case loudness = "loudness"
  /// How much louder it becomes.
  case onset = "the rise of loudness"
  /// Within 25 dB of the loudest place.
  case speech = "speech"
  /// The level below 600 Hz: voice.
  case low = "the level below 600 Hz"
  /// The level from 600 Hz to 2.5 kHz: the openness and the front of vowels.
  case middle = "the level from 600 Hz to 2.5 kHz"
  /// The level above 2.5 kHz: hiss.
  case high = "the level above 2.5 kHz"
  /// How much louder the upper half of the bands is than the lower one.
  case brightness = "brightness"

  /// Whether it is there or not; otherwise it is measured.
  public var isPresence: Bool { self == .speech }

  /// Every feature of a sound, for units to follow: a value a step of the layers.
  ///
  /// - Parameter stepCount: the steps that read the sound.
  public static func all(of sound: ExplainedSound, stepCount: Int) -> [InputFeature] {
    let levels = StepLevels(sound, stepCount: stepCount)
    return allCases.map { feature in
      InputFeature(
        key: "\(feature)", name: feature.rawValue, isPresence: feature.isPresence,
        values: feature.values(levels, sound.frequencies))
    }
  }

  private func values(_ levels: StepLevels, _ frequencies: [Double]) -> [Float] {
    let all = 0..<frequencies.count
    let bottom = frequencies.firstIndex { $0 >= 600 } ?? all.upperBound
    let top = frequencies.firstIndex { $0 >= 2500 } ?? all.upperBound
    let half = all.upperBound / 2
    let loudness = levels.means(all)
    switch self {
    case .loudness: return loudness
    case .onset: return zip(loudness, loudness.prefix(1) + loudness).map { $0 - $1 }
    case .speech:
      // 25 dB in nepers of power.
      let threshold = (loudness.max() ?? 0) - 5.76
      return loudness.map { $0 >= threshold ? 1 : 0 }
    case .low: return levels.means(0..<bottom)
    case .middle: return levels.means(bottom..<top)
    case .high: return levels.means(top..<all.upperBound)
    case .brightness:
      return zip(levels.means(half..<all.upperBound), levels.means(0..<half)).map { $0 - $1 }
    }
  }
}

/// The levels of bands at the steps of the layers: the mean of the frames that a step reads.
private struct StepLevels {
  /// Below the loudest value so far, silence is as good as none: 60 dB.
  private static let depth: Float = 13.8

  /// [T′, F].
  private let values: [Float]
  private let width: Int

  init(_ sound: ExplainedSound, stepCount: Int) {
    let energies = sound.energies
    let floor = (energies.values.max() ?? 0) - Self.depth
    width = energies.width
    values = (0..<stepCount).flatMap { step -> [Float] in
      let first = min(step * sound.framesPerStep, energies.count)
      let frames = first..<min(first + sound.framesPerStep, energies.count)
      return (0..<energies.width).map { band in
        guard !frames.isEmpty else { return floor }
        let sum = frames.reduce(Float(0)) {
          $0 + max(floor, energies.values[$1 * energies.width + band])
        }
        return sum / Float(frames.count)
      }
    }
  }

  /// The means over bands; 0 where there are none.
  func means(_ bands: Range<Int>) -> [Float] {
    stride(from: 0, to: values.count, by: width).map { start in
      let sum = bands.reduce(Float(0)) { $0 + values[start + $1] }
      return bands.isEmpty ? 0 : sum / Float(bands.count)
    }
  }
}
