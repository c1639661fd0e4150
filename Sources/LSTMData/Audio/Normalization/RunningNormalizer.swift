/// Normalises frames as they come, by those heard so far: what streaming recognition can do.
///
/// Frames are forgotten exponentially. Statistics known beforehand count as that many frames, so that the first frames
/// are not normalised by themselves alone. Any cutting of the stream gives the same numbers.
public struct RunningNormalizer: Sendable, Equatable {
  private let decay: Double
  private let withVariance: Bool
  private let offset: Double
  private var weight: Double
  private var mean: [Double]
  private var squares: [Double]

  /// - Parameters:
  ///   - prior: statistics to begin with, those of the training data; `nil` for none.
  ///   - width: the features of a frame.
  ///   - horizon: the frames after which a frame counts e times less, above 1; 300 are three seconds.
  ///   - priorWeight: how many frames `prior` counts for at the start.
  ///   - withVariance: whether to divide by the deviation.
  ///   - offset: what is added to each deviation.
  public init(
    prior: FeatureStatistics? = nil, width: Int, horizon: Double = 300, priorWeight: Double = 100,
    withVariance: Bool = true, offset: Double = 0
  ) {
    precondition(horizon > 1 && priorWeight >= 0, "a horizon above 1 frame, a weight of 0 or more")
    precondition(prior.map { $0.mean.count == width } ?? true, "frames of \(width) features")
    decay = 1 - 1 / horizon
    self.withVariance = withVariance
    self.offset = offset
    weight = prior == nil ? 0 : priorWeight
    mean = prior?.mean ?? [Double](repeating: 0, count: width)
    squares =
      prior.map { $0.deviation.map { $0 * $0 * priorWeight } }
      ?? [Double](repeating: 0, count: width)
  }

  /// The next frames, each normalised by itself and those before it.
  public mutating func normalize(_ features: AcousticFeatures) -> AcousticFeatures {
    precondition(features.width == mean.count, "frames of \(mean.count) features")
    var result = features
    for start in stride(from: 0, to: result.values.count, by: features.width) {
      weight = decay * weight + 1
      for place in mean.indices {
        let value = Double(result.values[start + place])
        let difference = value - mean[place]
        mean[place] += difference / weight
        let centered = value - mean[place]
        squares[place] = decay * squares[place] + difference * centered
        let deviation = (squares[place] / weight).squareRoot()
        let scale = withVariance ? 1 / max(deviation + offset, FeatureStatistics.leastDeviation) : 1
        result.values[start + place] = Float(centered * scale)
      }
    }
    return result
  }
}
