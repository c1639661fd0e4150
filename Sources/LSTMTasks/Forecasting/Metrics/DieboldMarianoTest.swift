import LSTMTensor

/// Whether one forecast is better than another by more than chance (Diebold and Mariano 1995).
///
/// The variance of the mean difference of losses takes correlations of up to H − 1 steps with Bartlett's weights
/// (Newey and West 1987), so that it cannot be negative; the statistic has the correction for small samples of Harvey, Leybourne and
/// Newbold (1997) and is compared with Student's t.
public struct DieboldMarianoTest: Sendable, Equatable {
  /// The mean loss of the first forecast minus that of the second: below 0, the first is better.
  public let meanDifference: Double
  /// The mean difference in units of its standard error.
  public let statistic: Double
  /// The probability of a statistic as far from 0 if both are equally good.
  public let pValue: Double

  /// Compares the losses of two forecasts made at the same origins, in the order of time.
  ///
  /// - Parameters:
  ///   - first: a loss for each origin.
  ///   - second: the other forecast's.
  ///   - horizon: H, the steps ahead.
  /// - Returns: `nil` for fewer than H + 2 origins, or where the losses never differ.
  public init?(_ first: [Double], _ second: [Double], horizon: Int) {
    precondition(first.count == second.count, "\(first.count) losses beside \(second.count)")
    let (count, differences) = (Double(first.count), zip(first, second).map { $0 - $1 })
    guard horizon > 0, first.count >= horizon + 2 else { return nil }
    let mean = differences.reduce(0, +) / count
    func covariance(_ lag: Int) -> Double {
      zip(differences, differences.dropFirst(lag)).reduce(0) {
        $0 + ($1.0 - mean) * ($1.1 - mean)
      } / count
    }
    var variance = covariance(0)
    for lag in 1..<max(1, horizon) {
      variance += 2 * (1 - Double(lag) / Double(horizon)) * covariance(lag)
    }
    guard variance > 0 else { return nil }
    let steps = Double(horizon)
    let correction = (count + 1 - 2 * steps + steps * (steps - 1) / count) / count
    meanDifference = mean
    statistic = mean / (variance / count).squareRoot() * max(0, correction).squareRoot()
    pValue = StudentT(degreesOfFreedom: count - 1).twoSided(statistic)
  }
}
