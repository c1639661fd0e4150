import LSTMData
import LSTMFormats
import LSTMPlot

extension SeriesForecast {
  /// Forecasts as a table: `unique_id, ds, mean, q05, q10, … q95`.
  public static func csv(_ forecasts: [SeriesForecast], _ table: SeriesTable) -> String {
    let levels = QuantileForecast.levels.map(columnName)
    var text = (["unique_id", "ds", "mean"] + levels).joined(separator: ",") + "\n"
    for forecast in forecasts {
      for (step, time) in forecast.times.enumerated() {
        let numbers = [forecast.values.mean[step]] + forecast.values.quantiles[step]
        text +=
          forecast.id.csvField + "," + table.text(of: time) + ","
          + numbers.map { "\(Float($0))" }.joined(separator: ",") + "\n"
      }
    }
    return text
  }

  /// `q05` for 0.05.
  private static func columnName(_ level: Double) -> String {
    let number = Int((level * 100).rounded())
    return "q" + (number < 10 ? "0" : "") + "\(number)"
  }

  /// The forecast for programs.
  public func json(_ table: SeriesTable) -> JSONValue {
    .object(
      JSONObject(
        [
          ("unique_id", .string(id)), ("ds", times.map { table.text(of: $0) }.json),
          ("mean", values.mean.json),
        ]
          + QuantileForecast.levels.enumerated().map { place, level in
            (Self.columnName(level), values.quantiles.map { $0[place] }.json)
          }))
  }

  /// A chart of the end of the history and the forecast with its intervals.
  public func chart(_ table: SeriesTable) -> LineChart {
    let horizon = values.horizon
    let shown = history.suffix(max(3 * horizon, 60))
    let past = shown.indices.map { Double($0 - shown.endIndex + 1) }
    let ahead = (1...max(1, horizon)).map(Double.init)
    // The bands begin at the last value, so that they open from it.
    let last = shown.last.map(\.value) ?? .nan
    func band(_ name: String, _ lower: Double, _ upper: Double) -> LineChart.Band {
      .init(
        name, x: [0] + ahead, lower: [last] + values.quantile(lower),
        upper: [last] + values.quantile(upper), series: 1)
    }
    let end = history.last.map { table.text(of: $0.time) } ?? ""
    return LineChart(
      title: "Forecast of \(id)", x: .init("steps (\(table.frequency.name)) from \(end)"),
      y: .init(table.targetNames.count == 1 ? table.targetNames[0] : id),
      series: [
        .init("history", x: past, y: shown.map(\.value)),
        .init("mean", x: [0] + ahead, y: [last] + values.mean),
      ], bands: [band("90 %", 0.05, 0.95), band("80 %", 0.1, 0.9), band("50 %", 0.25, 0.75)])
  }
}
