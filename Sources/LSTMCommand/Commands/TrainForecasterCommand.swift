import ArgumentParser
import Foundation
import LSTMKit

/// `lstm train forecaster`: from a table of series to a model that forecasts them.
struct TrainForecasterCommand: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecaster",
    abstract: "Train a forecaster on series in a table.",
    discussion: """
      Reads a CSV file: a time column and a column a variable, or unique_id, ds and y. Chooses simple \
      forecasts on the last part of each series, trains networks on what those leave over, mixes them, \
      and measures the intervals on that last part.

      EXAMPLE:
        lstm train forecaster weather.csv --target temp_max --horizon 14
        lstm train forecaster sales.csv --distribution negative-binomial --known price,holiday
      """)

  @Argument(help: "A table of series; - is standard input.")
  var data: String

  @Option(help: "Folder for the model; named after the data where nothing is said.")
  var output: String?

  @Option(
    help:
      "Columns to forecast, with commas between them; every column of numbers where nothing is said."
  )
  var target: String?

  @Option(
    help:
      """
      Columns with commas between them whose values are known in advance, such as holidays or prices; for a forecast \
      the table goes on with them.
      """
  )
  var known: String?

  @Option(
    help:
      """
      What the next value follows given all before: gaussian, student-t or negative-binomial (counts). Networks then draw \
      the future step by step; where nothing is said they say the quantiles of all steps at once.
      """
  )
  var distribution: OutputDistribution?

  @Option(parsing: .unconditional, help: "Steps ahead; a season where nothing is said.")
  var horizon: Int?

  @Option(
    parsing: .unconditional,
    help: "Steps back that a forecast is made from; 14 seasons, fewer for short series.")
  var sequenceLength: Int?

  @Option(
    help:
      "What values are turned into before; chosen among none, square-root and log where nothing is said."
  )
  var transform: ForecastTransform?

  @Option(help: "The last time to learn from, such as 2014-12-31, that day included.")
  var until: String?

  @Option(
    parsing: .unconditional, help: "The share of each series, its end, that choices are made on.")
  var validation = ForecasterOptions().validationFraction

  @Option(help: "Kind of the recurrent layers.")
  var cell: CellKind = .lstm

  @Option(
    parsing: .unconditional,
    help: "Units of a layer; 128 where nothing is said, with --distribution 40.")
  var hidden: Int?

  @Option(parsing: .unconditional, help: "Recurrent layers.")
  var layers = ForecasterOptions().layerCount

  @Option(
    parsing: .unconditional,
    help:
      "Probability of dropping a value in training; 0.5 where nothing is said, with --distribution 0.3."
  )
  var dropout: Float?

  @Option(
    parsing: .unconditional,
    help: "Networks of each kind, trained together and mixed; 0: simple forecasts alone.")
  var members = ForecasterOptions().memberCount

  @Option(parsing: .unconditional, help: "Windows in a batch.")
  var batchSize = ForecasterOptions().batchSize

  @OptionGroup var series: SeriesArguments
  @OptionGroup var training: TrainingArguments
  @OptionGroup var shared: SharedOptions

  func validate() throws {
    let sizes = [
      ("horizon", horizon ?? 1, 1...1 << 16), ("sequence-length", sequenceLength ?? 1, 1...1 << 16),
      ("hidden", hidden ?? 1, 1...1 << 16),
      ("layers", layers, LanguageModelArchitecture.layerCounts),
      ("members", members, 0...1000),
      ("batch-size", batchSize, 1...1 << 16),
    ]
    try TrainingArguments.check(sizes)
    if !(validation > 0 && validation < 1) {
      throw ValidationError("--validation is \(validation); it must be a share between 0 and 1.")
    }
    try TrainingArguments.check(dropout: dropout ?? 0)
    if let distribution, members == 0 {
      throw ValidationError(
        "--distribution \(distribution.rawValue) is of networks; --members must be 1 or more.")
    }
  }

  static let task = "forecaster"
  var unit: String { "windows" }
  var source: String { data }

  func train(into path: String, _ run: TrainingRun) throws -> ForecastTrainingSummary {
    let targets = target.map { $0.split(separator: ",").map(String.init) }
    let known = known.map { $0.split(separator: ",").map(String.init) } ?? []
    let (series, data) = (series, data)
    let request = ForecastTrainingRequest(
      table: { try series.table(data, series.options(targets: targets, known: known)) },
      until: try until.map { try Moment.end($0, option: "--until") }, options: options,
      resumes: training.resume, replaces: training.force,
      commandLine: run.commandLine)
    return try ForecastTask.train(
      request, into: path, stop: run.stop, planned: run.planned, events: run.events)
  }

  func next(after summary: ForecastTrainingSummary, path: String) -> String {
    "lstm forecast \(path) \(data) --plot forecast.svg"
  }

  private var options: ForecasterOptions {
    var options = ForecasterOptions()
    options.horizon = horizon
    options.lookback = sequenceLength
    options.transform = transform
    options.distribution = distribution
    options.cell = cell
    options.hiddenSize = hidden
    options.layerCount = layers
    options.dropout = dropout
    options.memberCount = members
    options.batchSize = batchSize
    options.validationFraction = validation
    training.apply(to: &options)
    return options
  }
}

extension ForecastTransform: ExpressibleByArgument {}
extension OutputDistribution: ExpressibleByArgument {}
