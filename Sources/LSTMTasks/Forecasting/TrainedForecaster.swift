import LSTMData
import LSTMModels
import LSTMTensor

/// A forecaster that has learned.
///
/// ```swift
/// let trained = try Forecaster(target: "temp_max", horizon: 14).fit(table)
/// for forecast in trained.predict(table) { print(forecast.id, forecast.values.mean) }
/// ```
public struct TrainedForecaster: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "forecaster"

  let model: ForecastModel
  let features: ForecastFeatures

  init(model: ForecastModel, features: ForecastFeatures) {
    self.model = model
    self.features = features
  }

  /// Values ahead, H.
  public var horizon: Int { model.architecture.shape.horizon }
  /// Values back that a forecast is made from, L.
  public var lookback: Int { model.architecture.shape.lookback }
  /// The columns that it forecasts.
  public var targets: [String] { features.targets }
  /// What the values are turned into before.
  public var transform: ForecastTransform { features.transform }

  /// The data of a table as the model reads them.
  ///
  /// - Throws: ``ForecastError/missingColumn(file:column:known:)`` where a target is not there.
  func data(_ table: SeriesTable) throws -> ForecastData {
    for name in features.targets where !table.targetNames.contains(name) {
      // A table of one target may call it otherwise: `y`, `value`.
      throw ForecastError.missingColumn(
        file: table.file, column: name, known: table.targetNames)
    }
    try checkValues(table)
    return ForecastData(table, features: features, shape: model.architecture.shape)
  }

  private func checkValues(_ table: SeriesTable) throws {
    for series in table.series {
      for (place, name) in table.targetNames.enumerated() where features.targets.contains(name) {
        let history = SeriesHistory(series, target: place)
        try distribution?.check(history, series, table)
        guard let at = history.values.firstIndex(where: { !features.transform.takes($0) }) else {
          continue
        }
        throw ForecastError.notTransformable(
          file: table.file, series: series.id, time: table.text(of: history.times[at]),
          value: history.values[at], transform: features.transform.rawValue)
      }
    }
  }

  /// Forecasts at windows, in the unit that forecasts are given in.
  func forecasts(_ windows: [ForecastWindow], _ data: ForecastData) -> [QuantileForecast] {
    let (levels, horizon) = (QuantileForecast.levels.count, horizon)
    var forecasts: [QuantileForecast] = []
    for start in stride(from: 0, to: windows.count, by: ForecastModel.batchSize) {
      let part = Array(windows[start..<min(windows.count, start + ForecastModel.batchSize)])
      let quantiles = model.quantiles(part, data)
      for (row, window) in part.enumerated() {
        let scaler = data.channels[window.channel].scaler
        let values = (0..<horizon).map { step in
          let first = (row * horizon + step) * levels
          return quantiles[first..<first + levels].map { quantile in
            restored(scaler.original(Double(quantile)))
          }
        }
        forecasts.append(
          QuantileForecast(
            mean: values.map { $0.reduce(0, +) / Double(levels) }, quantiles: values))
      }
    }
    return forecasts
  }

  /// A forecast value in the unit that forecasts are given in, none below zero where none was.
  func restored(_ value: Double) -> Double {
    let restored = features.transform.restored(value)
    return features.isNonNegative ? max(0, restored) : restored
  }

  /// What a forecast behind the last observed value of every series is made from.
  ///
  /// - Parameter horizon: values ahead; `nil`: as many as the model has learned.
  func ahead(
    _ table: SeriesTable, horizon: Int?
  ) throws -> (data: ForecastData, windows: [ForecastWindow], horizon: Int) {
    let wanted = horizon ?? self.horizon
    guard wanted <= self.horizon else {
      throw ForecastError.horizonTooLong(model: self.horizon, wanted: wanted)
    }
    let data = try data(table)
    try checkFuture(table, horizon: wanted)
    let windows = data.channels.indices.map {
      ForecastWindow(channel: $0, origin: data.channels[$0].count)
    }
    return (data, windows, wanted)
  }

  /// Refuses a table without the values to come of the columns known in advance.
  func checkFuture(_ table: SeriesTable, horizon: Int) throws {
    for series in table.series {
      for (place, name) in table.targetNames.enumerated() where features.targets.contains(name) {
        let count = SeriesHistory(series, target: place).count
        for column in features.known where count > 0 {
          let isObserved = series.covariate(named: column.name, table)?.values.isObserved ?? []
          let missing = (count..<count + horizon).count {
            !isObserved.indices.contains($0) || !isObserved[$0]
          }
          guard missing > 0 else { continue }
          throw ForecastError.missingFuture(
            file: table.file, series: series.id, column: column.name, missing: missing,
            horizon: horizon)
        }
      }
    }
  }

  /// The next values of every series, behind its last observed one.
  ///
  /// - Parameters:
  ///   - table: with the model's targets and the columns beside them; series and columns that the model does not know
  ///     are read as well as may be.
  ///   - horizon: values ahead; `nil`: as many as the model has learned.
  /// - Throws: ``ForecastError``, also where rows lack that columns known in advance must have behind the last observed
  ///   value.
  public func predict(_ table: SeriesTable, horizon: Int? = nil) throws -> [SeriesForecast] {
    let (data, windows, wanted) = try ahead(table, horizon: horizon)
    return zip(data.channels, forecasts(windows, data)).map { channel, forecast in
      SeriesForecast(
        id: channel.id,
        times: channel.timesAhead(wanted),
        values: forecast.prefix(wanted), history: channel.history(features.transform))
    }
  }
}

/// The forecast of one series.
public struct SeriesForecast: Sendable {
  /// The series' name.
  public let id: String
  /// [H].
  public let times: [Timestamp]
  /// Mean and quantiles of H values.
  public let values: QuantileForecast
  /// The series up to the forecast, in the same unit; NaN where missing.
  public let history: [(time: Timestamp, value: Double)]
}

extension QuantileForecast {
  /// The first values.
  func prefix(_ count: Int) -> QuantileForecast {
    QuantileForecast(mean: Array(mean.prefix(count)), quantiles: Array(quantiles.prefix(count)))
  }
}

extension ForecastChannel {
  /// The next times.
  func timesAhead(_ count: Int) -> [Timestamp] {
    Array(times[self.count..<self.count + count])
  }

  /// Times and values in the unit that forecasts are given in; NaN where missing.
  func history(_ transform: ForecastTransform) -> [(time: Timestamp, value: Double)] {
    (0..<count).map { (times[$0], isObserved[$0] ? transform.restored(values[$0]) : .nan) }
  }
}
