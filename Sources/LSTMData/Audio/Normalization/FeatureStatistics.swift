/// Mean and variance of each feature over frames: of a corpus, a speaker or one utterance.
public struct FeatureStatistics: Sendable, Equatable {
  /// What a deviation is at least, so that a constant feature becomes 0 and not noise.
  static let leastDeviation = 1e-4

  /// The frames that have been counted.
  public private(set) var count = 0
  /// The mean of each feature.
  public private(set) var mean: [Double]
  /// The sum of each feature's squared distances from its mean.
  private var squares: [Double]

  /// Statistics of no frame yet.
  ///
  /// - Parameter width: the features of a frame.
  public init(width: Int) {
    mean = [Double](repeating: 0, count: width)
    squares = mean
  }

  /// Statistics of frames.
  public init(_ features: AcousticFeatures) {
    self.init(width: features.width)
    add(features)
  }

  /// Statistics that were kept.
  ///
  /// - Parameters:
  ///   - count: the frames they were made of.
  ///   - mean: the mean of each feature.
  ///   - deviation: the standard deviation of each feature.
  public init(count: Int, mean: [Double], deviation: [Double]) {
    precondition(mean.count == deviation.count && count >= 0)
    self.count = count
    self.mean = mean
    squares = deviation.map { $0 * $0 * Double(count) }
  }

  /// The standard deviation of each feature, over all frames (not all but one).
  public var deviation: [Double] {
    squares.map { count == 0 ? 0 : ($0 / Double(count)).squareRoot() }
  }

  /// Counts frames in, one after the other (Welford 1962).
  public mutating func add(_ features: AcousticFeatures) {
    precondition(features.width == mean.count, "frames of \(mean.count) features")
    for frame in 0..<features.count {
      count += 1
      for (place, value) in features[frame].enumerated() {
        let difference = Double(value) - mean[place]
        mean[place] += difference / Double(count)
        squares[place] += difference * (Double(value) - mean[place])
      }
    }
  }

  /// Frames with the mean taken off, and divided by the deviation.
  ///
  /// - Parameters:
  ///   - features: any frames of as many features.
  ///   - withVariance: whether to divide by the deviation.
  ///   - offset: what is added to each deviation, so that what hardly varies stays small.
  public func normalize(
    _ features: AcousticFeatures, withVariance: Bool = true, offset: Double = 0
  ) -> AcousticFeatures {
    precondition(features.width == mean.count, "frames of \(mean.count) features")
    let scales = deviation.map { withVariance ? 1 / max($0 + offset, Self.leastDeviation) : 1 }
    var result = features
    for start in stride(from: 0, to: result.values.count, by: features.width) {
      for place in 0..<features.width {
        let centered = Double(result.values[start + place]) - mean[place]
        result.values[start + place] = Float(centered * scales[place])
      }
    }
    return result
  }
}

extension AcousticFeatures {
  /// Frames with the mean of this utterance taken off each feature, and divided by its deviation.
  ///
  /// - Parameters:
  ///   - withVariance: whether to divide by the deviation.
  ///   - offset: what is added to each deviation.
  public func normalizedByUtterance(
    withVariance: Bool = true, offset: Double = 0
  ) -> AcousticFeatures {
    FeatureStatistics(self).normalize(self, withVariance: withVariance, offset: offset)
  }
}
