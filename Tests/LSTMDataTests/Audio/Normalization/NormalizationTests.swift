import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("Features are normalised")
struct NormalizationTests {
  private func features(_ count: Int, seed: UInt64, mean: Double = 3) -> AcousticFeatures {
    var numbers = TestNumbers(seed: seed)
    return AcousticFeatures(
      width: 3, values: numbers.normal([count, 3], mean: mean, deviation: 2).floats)
  }

  /// Mean and standard deviation of one feature, in two passes.
  private func moments(_ features: AcousticFeatures, _ place: Int) -> (Double, Double) {
    let values = (0..<features.count).map { Double(features.values[$0 * features.width + place]) }
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    return (mean, (squares / Double(values.count)).squareRoot())
  }

  @Test("over the utterance to mean 0 and deviation 1")
  func utterance() {
    let normalized = features(50, seed: 1).normalizedByUtterance()
    for place in 0..<3 {
      let (mean, deviation) = moments(normalized, place)
      #expect(abs(mean) < 1e-6 && abs(deviation - 1) < 1e-6)
    }
    let centered = features(50, seed: 1).normalizedByUtterance(withVariance: false)
    let (mean, deviation) = moments(centered, 1)
    #expect(abs(mean) < 1e-6)
    #expect(abs(deviation - moments(features(50, seed: 1), 1).1) < 1e-6)
  }

  @Test("where a feature never changes, to 0")
  func constant() {
    let same = AcousticFeatures(width: 2, values: [1, 5, 1, 5, 1, 5]).normalizedByUtterance()
    #expect(same.values.allSatisfy { $0 == 0 })
    #expect(AcousticFeatures(width: 2).normalizedByUtterance().count == 0)
  }

  @Test("over all that a speaker said, and by itself where nobody knows the speaker")
  func speaker() {
    var speakers = SpeakerStatistics()
    let (first, second) = (features(20, seed: 1), features(30, seed: 2, mean: -1))
    speakers.add(first, of: "anna")
    speakers.add(features(9, seed: 3, mean: 50), of: "otto")
    speakers.add(second, of: "anna")
    #expect(speakers.speakers == ["anna", "otto"])
    var all = first
    all.append(second)
    let (mean, deviation) = moments(all, 2)
    let found = speakers.normalize(second, of: "anna")
    let expected = (Double(second.values[5]) - mean) / deviation
    #expect(abs(Double(found.values[5]) - expected) < 1e-5)
    #expect(speakers.normalize(second, of: "nobody") == second.normalizedByUtterance())
    let kept = FeatureStatistics(
      count: speakers.statistics[0].count, mean: speakers.statistics[0].mean,
      deviation: speakers.statistics[0].deviation)
    #expect(
      relativeError(kept.normalize(second).values, DoubleArray(found.values, shape: [90])) < 1e-6)
  }

  @Test("while they run, by the weighted past")
  func running() {
    let features = features(40, seed: 5)
    var normalizer = RunningNormalizer(width: 3, horizon: 10)
    let found = normalizer.normalize(features)
    // The definition: frame k counts 0.9^(t - k).
    for frame in [0, 7, 39] {
      let weights = (0...frame).map { k in (k..<frame).reduce(1.0) { weight, _ in weight * 0.9 } }
      let values = (0...frame).map { Double(features.values[$0 * 3 + 1]) }
      let total = weights.reduce(0, +)
      let mean = zip(weights, values).map { $0 * $1 }.reduce(0, +) / total
      let square = zip(weights, values).map { $0 * ($1 - mean) * ($1 - mean) }.reduce(0, +) / total
      let expected = (values[frame] - mean) / max(square.squareRoot(), 1e-4)
      #expect(abs(Double(found.values[frame * 3 + 1]) - expected) < 1e-5)
    }
  }

  @Test("while they run, in the same bits for any pieces, from known statistics on")
  func prior() {
    let features = features(40, seed: 6)
    let prior = FeatureStatistics(self.features(500, seed: 7))
    var whole = RunningNormalizer(prior: prior, width: 3)
    var pieces = whole
    let expected = whole.normalize(features)
    var found = AcousticFeatures(width: 3)
    for frame in 0..<40 {
      found.append(pieces.normalize(AcousticFeatures(width: 3, values: Array(features[frame]))))
    }
    #expect(found == expected)
    // One frame hardly moves what a hundred others say.
    let fixed = prior.normalize(features)
    #expect(abs(expected.values[0] - fixed.values[0]) < 0.1)
  }
}
