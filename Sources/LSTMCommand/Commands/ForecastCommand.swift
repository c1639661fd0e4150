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
      value of each series: the mean and the quantiles from 5 to 95 per cent. With --paths it writes ways \
      that each series may go on, in columns unique_id, ds, path_1, path_2 and so on; a model trained with \
      --distribution draws them.

      Columns known in advance are read behind the last value too: the table has rows with them there, \
      whose targets are empty.

      EXAMPLE:
        lstm forecast weather-forecaster weather.csv --output next.csv --plot next.svg
        lstm forecast sales-forecaster sales.csv --paths 100 --output paths.csv
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

  @Option(parsing: .unconditional, help: "Write so many sampled paths in place of quantiles.")
  var paths: Int?

  @Option(parsing: .unconditional, help: "A whole number: same seed, same paths.")
  var seed: UInt64 = 1

  @Flag(help: "Replace output files that are there.")
  var force = false

  @OptionGroup var series: SeriesArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    if let horizon, horizon < 1 {
      throw ValidationError("--horizon is \(horizon); it must be 1 or more.")
    }
    try TrainingArguments.check([("paths", paths ?? 1, 1...100_000)])
    if paths != nil, plot != nil {
      throw ValidationError(
        "--plot shows quantiles, and --paths writes paths: leave one of them out.")
    }
  }

  func run() throws {
    try shared.apply()
    for path in [output, plot].compactMap({ $0 }) where path != "-" {
      try AtomicFile.probe(path, replaces: force)
    }
    let trained = try TrainedForecaster(contentsOf: ModelFolder.open(model))
    let table = try series.table(history, trained.seriesOptions(series.options(targets: nil)))
    if let paths {
      let drawn = try trained.samplePaths(table, count: paths, horizon: horizon, seed: seed)
      if shared.json { return try shared.print(.array(drawn.map { $0.json(table) })) }
      return try write(SeriesPaths.csv(drawn, table))
    }
    let forecasts = try trained.predict(table, horizon: horizon)
    if let plot, let first = forecasts.first {
      try AtomicFile.write(first.chart(table).svg, to: plot)
      if forecasts.count > 1, !shared.quiet {
        Terminal.report("The chart shows \(first.id), the first of \(forecasts.count) series.\n")
      }
    }
    if shared.json { return try shared.print(.array(forecasts.map { $0.json(table) })) }
    try write(SeriesForecast.csv(forecasts, table))
  }

  private func write(_ text: String) throws {
    if let output, output != "-" {
      try AtomicFile.write(text, to: output)
    } else {
      try Terminal.write(text)
    }
  }
}
