import LSTMData

/// The sizes of what a forecaster reads and says.
struct ForecastShape: Sendable, Equatable {
  /// Values ahead, H.
  var horizon: Int
  /// Values back, L: a whole number of patches.
  var lookback: Int
  /// Values that the network reads at a step, P.
  var patchLength: Int
  /// Inputs of the covariates at each time, C.
  var covariateCount: Int
  /// Inputs that stay the same along a series, S.
  var staticCount: Int
  /// Whether the network is told which values were there.
  var hasMask: Bool
  /// Inputs that the calendar makes at each time; 0 where it is not read.
  var calendarCount = 0
  /// Inputs of the columns known in advance at each time.
  var knownCount = 0

  /// Inputs of each time that are known before it comes, K: the calendar's, then the columns'.
  var futureCount: Int { calendarCount + knownCount }

  /// Steps of the network, T.
  var stepCount: Int { lookback / patchLength }
  /// Features of a step, F.
  ///
  /// - Parameter covariates: whether they are read.
  func featureCount(covariates: Bool) -> Int {
    patchLength * (1 + (hasMask ? 1 : 0) + (covariates ? covariateCount : 0)) + staticCount
  }

  /// Seasons that are looked back on where the series are long enough.
  private static let seasonCount = 14
  private static let lookbacks = 28...512
  private static let patchLengths = 4...48

  /// The lookback and the patch that suit series of a season, where nothing is said.
  ///
  /// - Parameters:
  ///   - season: steps of a season.
  ///   - horizon: H.
  ///   - length: steps of a usual series' training part.
  static func lookback(season: Int, horizon: Int, length: Int) -> Int {
    let wanted = max(
      min(max(seasonCount * season, lookbacks.lowerBound), lookbacks.upperBound), 2 * season)
    // The windows must be many more than the values of one.
    return max(1, min(wanted, (length - horizon) / 3))
  }

  /// The values of a step: a season, or a part of a long one.
  static func patchLength(season: Int, lookback: Int) -> Int {
    guard lookback >= 2 * patchLengths.lowerBound else { return 1 }
    let divisors = patchLengths.filter { season.isMultiple(of: $0) && 2 * $0 <= lookback }
    return divisors.last ?? patchLengths.lowerBound
  }
}

/// A place in the data where a forecast begins.
struct ForecastWindow: Sendable, Equatable {
  /// Which channel.
  var channel: Int
  /// The first step that is forecast.
  var origin: Int
}
