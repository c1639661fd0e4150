import Foundation
import LSTMFormats
import LSTMKit

/// The demo's parts on a series: Seattle's daily maximum temperature 2012 to 2015 (NOAA, public domain), a forecast of
/// its last year and the days that were unusual.
struct DemoSeries {
  static let introduction = """

    Now a series: the daily maximum temperature of Seattle, 2012 to 2015 (NOAA, inside this program). A \
    forecaster learns three years and is asked for 14 days ahead, on every day of the fourth.

    """

  let table: SeriesTable
  let report: BacktestReport
  let forecast: SeriesForecast
  let detection: DetectedSeries

  /// Learns and is scored; the folder takes the series and the model for the while.
  init(in folder: String, stop: StopSignal, events: @escaping (TrainingEvent) -> Void) throws {
    let path = folder + "/seattle-temperature.csv"
    try AtomicFile.write(PackageResources.seattle_temperature_csv, to: path)
    table = try SeriesTable(contentsOf: path)
    var forecaster = Forecaster(target: "temp_max", horizon: 14)
    forecaster.options.budget = (nil, 150, nil)
    let trained = try forecaster.fit(
      table, until: Timestamp(year: 2014, month: 12, day: 31), stop: stop, events: events)
    report = try trained.backtest(table)
    guard let first = try trained.predict(table).first else {
      throw ForecastError.nothingToScore(file: path, needed: 14, from: nil)
    }
    forecast = first
    detection = DetectedSeries(
      path: "Seattle", table: table, isAlone: true,
      detection: try SeriesDetection(of: table.series[0], names: table.targetNames))
  }

  var lines: [String] {
    report.lines + [
      "",
      "And a detector that knows no labels reads the same days one by one:",
      detection.summary,
    ]
  }

  var members: [(String, JSONValue)] {
    [("forecast", report.json), ("detection", detection.json)]
  }

  var sections: [ReportSection] {
    [
      ReportSection(
        "A forecast beside forecasts that need no model",
        [.paragraph(report.verdict), .chart(forecast.chart(table))]),
      ReportSection(
        "Days that were unusual", [.paragraph(detection.summary), .chart(detection.chart)]),
    ]
  }
}
