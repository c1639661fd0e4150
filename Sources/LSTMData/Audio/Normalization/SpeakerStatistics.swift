/// Mean and variance of each feature, speaker by speaker.
///
/// A speaker who was never heard is normalised by the utterance itself.
public struct SpeakerStatistics: Sendable, Equatable {
  /// The speakers, in the order in which they were first heard.
  public private(set) var speakers: [String] = []
  /// The statistics of each of them.
  public private(set) var statistics: [FeatureStatistics] = []

  /// Statistics of no speaker yet.
  public init() {}

  /// Counts an utterance in.
  public mutating func add(_ features: AcousticFeatures, of speaker: String) {
    if let place = speakers.firstIndex(of: speaker) {
      statistics[place].add(features)
    } else {
      speakers.append(speaker)
      statistics.append(FeatureStatistics(features))
    }
  }

  /// An utterance normalised by all that its speaker has said.
  public func normalize(
    _ features: AcousticFeatures, of speaker: String, withVariance: Bool = true
  ) -> AcousticFeatures {
    guard let place = speakers.firstIndex(of: speaker) else {
      return features.normalizedByUtterance(withVariance: withVariance)
    }
    return statistics[place].normalize(features, withVariance: withVariance)
  }
}
