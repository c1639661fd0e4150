import LSTMTensor

/// Blocks of frequencies and of time that are blotted out: SpecAugment.
///
/// Park et al. 2019, without the time warping, which the paper found to matter least.
public struct SpectrogramMasks: Sendable, Equatable {
  /// How many blocks of frequencies, m_F.
  public var frequencyCount = 2
  /// The widest block of frequencies, F; a width is drawn from 0 to it.
  public var frequencyWidth = 8
  /// How many blocks of time, m_T.
  public var timeCount = 2
  /// The longest block of time in frames, T; a length is drawn from 0 to it.
  public var timeWidth = 20
  /// The longest block of time as a part of the utterance, p.
  public var timePart = 0.2

  /// Two blocks each way, for 40 mel values and short utterances.
  public init() {}

  /// The features with blocks blotted out.
  ///
  /// - Parameters:
  ///   - features: frames, normalised so that 0 is the mean.
  ///   - groups: in how many groups of equal width the features come, 1 + the order of deltas; a block of frequencies
  ///     covers the same part of each.
  ///   - key: what the draws follow from.
  ///   - value: what stands in the blocks.
  public func apply(
    to features: AcousticFeatures, groups: Int = 1, key: UInt64, value: Float = 0
  ) -> AcousticFeatures {
    precondition(groups > 0 && features.width % groups == 0, "\(groups) groups of equal width")
    var random = RandomGenerator(seed: key)
    var result = features
    let channels = features.width / groups
    for _ in 0..<max(0, frequencyCount) {
      let block = Self.block(atMost: frequencyWidth, of: channels, &random)
      for start in stride(from: 0, to: result.values.count, by: channels) {
        for channel in block { result.values[start + channel] = value }
      }
    }
    let longest = min(timeWidth, Int(Double(features.count) * max(0, min(timePart, 1))))
    for _ in 0..<max(0, timeCount) {
      let block = Self.block(atMost: longest, of: features.count, &random)
      for place in block.lowerBound * features.width..<block.upperBound * features.width {
        result.values[place] = value
      }
    }
    return result
  }

  /// A block of a length drawn from 0 to `longest`, anywhere it fits.
  private static func block(
    atMost longest: Int, of count: Int, _ random: inout RandomGenerator
  ) -> Range<Int> {
    let length = random.index(below: min(max(0, longest), count) + 1)
    let start = random.index(below: count - length + 1)
    return start..<start + length
  }
}
