/// What the intervals of a forecast must be widened by to hold as many values as they say, measured on windows that no
/// weight was learned from (conformal prediction with a scaled score, Romano, Patterson and Candès 2019).
///
/// The median stays: a bias that the windows had by chance is not carried on.
enum IntervalWidths {
  /// Values that one factor is measured on at least: neighbouring steps ahead share theirs.
  private static let leastValues = 400
  /// Windows without overlap at which an interval is narrowed by half of what they say.
  private static let enoughWindows: Float = 10
  /// The most and the least that an interval is changed.
  private static let limits: ClosedRange<Float> = 0.2...5

  /// The factors [H · Q] of the distances from the median.
  ///
  /// - Parameters:
  ///   - quantiles: [N · H · Q], rising.
  ///   - targets: [N · H], NaN where not known.
  ///   - horizon: H.
  ///   - span: steps that the windows cover in all channels.
  static func measured(
    _ quantiles: [Float], _ targets: [Float], horizon: Int, span: Int
  ) -> [Float] {
    let levels = QuantileForecast.levels
    let middle = levels.count / 2
    var widths = [Float](repeating: 1, count: horizon * levels.count)
    let perStep = max(1, targets.count / horizon)
    let independent = Float(span) / Float(horizon)
    let reach = min(horizon, (leastValues + perStep - 1) / perStep) / 2
    for step in 0..<horizon {
      let steps = max(0, step - reach)...min(horizon - 1, step + reach)
      for level in 0..<middle {
        let opposite = levels.count - 1 - level
        let scores = scores(
          quantiles, targets, horizon: horizon, steps: steps, level: level, opposite: opposite)
        // With n scores the interval must reach the ⌈(n + 1)(1 − α)⌉-th for a share of 1 − α.
        let rank = Int((Double(scores.count + 1) * (levels[opposite] - levels[level])).rounded(.up))
        guard !scores.isEmpty else { continue }
        let factor = scores[min(max(rank, 1), scores.count) - 1]
        var width = min(max(factor, limits.lowerBound), limits.upperBound)
        // Windows that overlap are few; that errors were small in few of them is no ground to promise as much.
        if width < 1 { width = 1 + (width - 1) * independent / (independent + enoughWindows) }
        widths[step * levels.count + level] = width
        widths[step * levels.count + opposite] = width
      }
    }
    return widths
  }

  /// How far from the median each value lay, 1 at the interval's end, in rising order.
  private static func scores(
    _ quantiles: [Float], _ targets: [Float], horizon: Int, steps: ClosedRange<Int>, level: Int,
    opposite: Int
  ) -> [Float] {
    let count = QuantileForecast.levels.count
    var scores: [Float] = []
    for window in 0..<targets.count / horizon {
      for step in steps {
        let row = window * horizon + step
        let (target, first) = (targets[row], row * count)
        let median = quantiles[first + count / 2]
        let (below, above) = (
          median - quantiles[first + level], quantiles[first + opposite] - median
        )
        guard !target.isNaN, below > 0, above > 0 else { continue }
        scores.append(target < median ? (median - target) / below : (target - median) / above)
      }
    }
    return scores.sorted()
  }
}
