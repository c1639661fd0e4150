import ArgumentParser
import LSTMFormats
import LSTMKit

/// `lstm forecast`: the next values of series, with their quantiles.
struct ForecastCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Forecast the next values of series.",
    discussion: """
      Reads the history in the columns that the model was trained on, and forecasts behind the last \
      value of each series: the mean and the quantiles from 5 to 95 per cent.

      EXAMPLE:
        lstm forecast weather-forecaster weather.csv --output next.csv --plot next.svg
      """)

  @Argument(help: "Folder of a model.")
  var model: String

  @Argument(help: "A table with the history; - is standard input.")
  var history: String

  @Option(parsing: .unconditional, help: "Steps ahead, at most those of the training.")
  var horizon: Int?

  @Option(
    name: .shortAndLong, help: "CSV file for the forecast; standard output where nothing is said.")
  var output: String?

  @Option(help: "SVG file for a chart of the first series.")
  var plot: String?

  @Flag(help: "Replace output files that are there.")
  var force = false

  @OptionGroup var series: SeriesArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let horizon, horizon < 1 {
      throw ValidationError("--horizon is \(horizon); it must be 1 or more.")
    }
  }

  func run() throws {
    try shared.apply()
    for path in [output, plot].compactMap({ $0 }) where path != "-" {
      try AtomicFile.probe(path, replaces: force)
    }
    let trained = try TrainedForecaster(contentsOf: ModelFolder.open(model))
    let table = try series.table(history, trained.seriesOptions(series.options(targets: nil)))
    let forecasts = try trained.predict(table, horizon: horizon)
    if let plot, let first = forecasts.first {
      try AtomicFile.write(first.chart(table).svg, to: plot)
      if forecasts.count > 1, !shared.quiet {
        Terminal.report("The chart shows \(first.id), the first of \(forecasts.count) series.\n")
      }
    }
    if shared.json { return try shared.print(.array(forecasts.map { $0.json(table) })) }
    let text = SeriesForecast.csv(forecasts, table)
    if let output, output != "-" {
      try AtomicFile.write(text, to: output)
    } else {
      try Terminal.write(text)
    }
  }
}
