/// How much of each forecast goes into the mixture: those that were about as good as the best on the validation windows,
/// in equal parts.
///
/// Equal parts are hard to beat (the "forecast combination puzzle", Stock and Watson 2004): weights that fit the validation
/// windows better learn their chance, and take in forecasts that only cancelled an error of that time.
struct ForecastMix: Sendable {
  /// How much worse than the best a forecast may be that still goes in.
  private static let tolerance = 0.02

  /// The share of each component.
  let shares: [Float]

  /// The mixture for components with these losses.
  init(losses: [Double]) {
    let best = losses.min() ?? 0
    let isIn = losses.map { $0 <= best * (1 + Self.tolerance) }
    let count = Float(max(1, isIn.count { $0 }))
    shares = isIn.map { $0 ? 1 / count : 0 }
  }
}

/// The quantile loss summed over values and levels, for figures.
struct QuantileLossSum: Sendable {
  private var sum = 0.0
  private var count = 0.0

  /// The mean of all that was added; NaN of nothing.
  var mean: Double { count > 0 ? sum / count : .nan }

  /// Adds forecasts.
  ///
  /// - Parameters:
  ///   - quantiles: [N · H · Q].
  ///   - targets: [N · H], NaN where not known.
  mutating func add(_ quantiles: [Float], _ targets: [Float]) {
    let levels = ForecastProblem.levels
    for (row, target) in targets.enumerated() where !target.isNaN {
      var part: Float = 0
      for (place, level) in levels.enumerated() {
        let error = target - quantiles[row * levels.count + place]
        part += error >= 0 ? level * error : (level - 1) * error
      }
      sum += Double(part)
      count += Double(levels.count)
    }
  }
}
