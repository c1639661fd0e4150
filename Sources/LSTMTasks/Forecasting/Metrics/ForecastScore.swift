/// The errors of forecasts, added up over origins and series.
///
/// Absolute errors are those of the median, squared errors those of the mean: each is the forecast that makes its error
/// least (Kolassa 2020).
///
/// Values that are missing, NaN, count for nothing. Every figure is a mean over all values that count, whatever origin
/// or series they belong to, but the scaled error, which is a mean over values of series with a scale.
public struct ForecastScore: Sendable {
  private var count = 0.0
  private var absolute = 0.0
  private var squared = 0.0
  private var symmetric = 0.0
  private var pinball = 0.0
  private var covered = 0.0
  private var scaled = 0.0
  private var scaledCount = 0.0

  /// Nothing yet.
  public init() {}

  /// Adds a forecast and what came true.
  ///
  /// - Parameters:
  ///   - forecast: of H values.
  ///   - actual: H values or fewer; NaN where unknown.
  ///   - scale: the mean absolute error of the seasonal naive forecast within the training part; `nil` or 0: the series takes no part in
  ///     the scaled error.
  public mutating func add(_ forecast: QuantileForecast, actual: [Double], scale: Double? = nil) {
    precondition(
      actual.count <= forecast.horizon, "\(actual.count) values for \(forecast.horizon)")
    for (step, value) in actual.enumerated() where !value.isNaN {
      let (mean, quantiles) = (forecast.mean[step], forecast.quantiles[step])
      let median = quantiles[quantiles.count / 2]
      let error = abs(value - median)
      count += 1
      absolute += error
      squared += (value - mean) * (value - mean)
      let size = abs(value) + abs(median)
      symmetric += size > 0 ? 2 * error / size : 0
      pinball += Self.pinball(quantiles, value)
      if quantiles[1] <= value && value <= quantiles[quantiles.count - 2] { covered += 1 }
      if let scale, scale > 0 {
        scaled += error / scale
        scaledCount += 1
      }
    }
  }

  /// The mean pinball loss over all levels.
  private static func pinball(_ quantiles: [Double], _ value: Double) -> Double {
    var sum = 0.0
    for (level, quantile) in zip(QuantileForecast.levels, quantiles) {
      sum += max(level * (value - quantile), (level - 1) * (value - quantile))
    }
    return sum / Double(quantiles.count)
  }

  private func mean(_ sum: Double, over count: Double) -> Double { count > 0 ? sum / count : .nan }

  /// Values that counted.
  public var values: Int { Int(count) }
  /// Mean absolute error of the median, in the series' unit.
  public var mae: Double { mean(absolute, over: count) }
  /// Mean squared error of the mean.
  public var mse: Double { mean(squared, over: count) }
  /// Root of the mean squared error, in the series' unit.
  public var rmse: Double { mse.squareRoot() }
  /// Symmetric mean absolute percentage error of the median, as in the M4 competition, in per cent, 0 to 200.
  public var smape: Double { 100 * mean(symmetric, over: count) }
  /// Mean absolute scaled error of the median (Hyndman and Koehler 2006); NaN where no series had a scale.
  public var mase: Double { mean(scaled, over: scaledCount) }
  /// Continuous ranked probability score, in the series' unit, from the quantiles: twice their mean pinball loss.
  public var crps: Double { 2 * mean(pinball, over: count) }
  /// The share of values between the quantiles 0.10 and 0.90.
  public var coverage80: Double { mean(covered, over: count) }
}
