import LSTMData
import LSTMLayers
import LSTMTraining

/// A global forecaster of any number of series: simple forecasts, and recurrent networks that learn what those leave over.
///
/// Every forecast has its quantiles, measured on windows that were held back.
///
/// ```swift
/// let table = try SeriesTable(
///   contentsOf: "weather.csv", options: SeriesOptions(targets: ["temp_max"]))
/// let trained = try Forecaster(target: "temp_max", horizon: 14).fit(table)
/// print(try trained.backtest(newer).lines.joined(separator: "\n"))
/// ```
public struct Forecaster: Sendable {
  /// The column to forecast; `nil`: every target of the table.
  public var target: String?
  /// How it is trained.
  public var options: ForecasterOptions

  /// A forecaster.
  ///
  /// - Parameters:
  ///   - target: the column to forecast; `nil`: every target of the table.
  ///   - horizon: values ahead, H; `nil`: a season.
  public init(target: String? = nil, horizon: Int? = nil) {
    self.target = target
    options = ForecasterOptions()
    options.horizon = horizon
  }

  /// Learns from a table.
  ///
  /// - Parameters:
  ///   - table: the series; the last part of each is held back for choices.
  ///   - until: the last time that is looked at; `nil`: all.
  ///   - stop: raised to stop.
  ///   - events: receives everything that happens.
  /// - Throws: ``ForecastError``, `TableError`, `TrainingError`.
  public func fit(
    _ table: SeriesTable, until: Timestamp? = nil, stop: StopSignal = StopSignal(),
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TrainedForecaster {
    let plan = try ForecastingPlan(
      try target.map { try table.selecting(target: $0) } ?? table, options, until: until)
    let result = try plan.trainer(options).map {
      try $0.fit(plan.model(options), stop: stop, events: events).best
    }
    return TrainedForecaster(mixing: result ?? plan.model(options), plan).refitted(plan)
  }
}

extension ForecastingPlan {
  /// The model before training.
  func model(_ options: ForecasterOptions) -> ForecastModel {
    ForecastModel(
      architecture, bases: selection.candidates.map(\.forecast), seed: options.seed)
  }

  /// The training of the networks; `nil` where there is none to train.
  func trainer(_ options: ForecasterOptions) -> Trainer<ForecastProblem>? {
    guard options.memberCount > 0, !training.isEmpty else { return nil }
    let problem = ForecastProblem(
      data, training: training, validation: validation,
      bases: selection.candidates.map(\.forecast), batchSize: options.batchSize,
      seed: options.seed)
    return Trainer(problem, options: options.training(windowCount: training.count))
  }
}
