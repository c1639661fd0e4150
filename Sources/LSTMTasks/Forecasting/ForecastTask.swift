import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train forecaster` is asked to do.
public struct ForecastTrainingRequest {
  /// The series.
  public var table: () throws -> SeriesTable
  /// The last time that is looked at; `nil`: all.
  public var until: Timestamp?
  /// Sizes and training options.
  public var options: ForecasterOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  ///
  /// - Parameter table: reads the series; called when the folder has been found good.
  public init(
    table: @escaping () throws -> SeriesTable, until: Timestamp? = nil,
    options: ForecasterOptions = ForecasterOptions(), resumes: Bool = false,
    replaces: Bool = false, commandLine: [String] = []
  ) {
    self.table = table
    self.until = until
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of forecasters, from a table to a model folder.
public enum ForecastTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - path: the folder. It is found good before the data are read; a model that is to be replaced stays until they have
  ///     been.
  ///   - stop: raised to save and stop.
  ///   - planned: receives what was found about the data and chosen from them, in lines, before the networks are trained.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: ForecastTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> ForecastTrainingSummary {
    let options = request.options
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let table = try request.table()
      let plan = try ForecastingPlan(table, options, until: request.until)
      return (
        (table: table, plan: plan),
        ModelConfiguration(
          task: TrainedForecaster.task, architecture: plan.architecture.json,
          training: options.json(table, plan, until: request.until))
      )
    }
    let (table, plan) = run.plan
    planned(table.summary.lines + plan.lines)
    try run.begin(plan.data.features.json, named: TrainedForecaster.featuresFile)
    let result = try plan.trainer(options).map {
      try run.fit($0, plan.model(options), stop: stop, events: events)
    }
    let isInterrupted = result?.summary.reason == .interrupted
    let mixed =
      isInterrupted ? nil : TrainedForecaster(mixing: result?.best ?? plan.model(options), plan)
    let trained = mixed?.refitted(plan)
    let summary = ForecastTrainingSummary(
      plan: plan, trained: trained, validation: mixed?.validationReport(plan),
      result: result?.summary)
    if let trained {
      // The simple forecasts may have been fitted again: their features with them.
      try run.folder.writeVocabulary(trained.features.json, named: TrainedForecaster.featuresFile)
      try run.finish(
        summary.card(request, table, folder: run.folder), trained.model.parameters)
    }
    return summary
  }
}

extension ForecasterOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(
    _ table: SeriesTable, _ plan: ForecastingPlan, until: Timestamp?
  ) -> JSONValue {
    let options = training(windowCount: plan.training.count)
    return [
      "data": .string("sha256:" + table.digest), "until": .string(until?.text ?? ""),
      "validation": .number(validationFraction), "windows": plan.training.count.json,
      "batchSize": batchSize.json, "optimizer": .string(optimizer.rawValue),
      "learningRate": options.learningRate.json, "epochs": options.budget.epochs.json,
      "steps": options.budget.steps.json,
      "minutes": options.budget.minutes.map { .number($0) } ?? .null,
      "patience": patience.json, "seed": seed.json,
    ]
  }
}
