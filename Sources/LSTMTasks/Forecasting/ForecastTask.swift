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
  private struct Prepared {
    let table: SeriesTable
    let plan: ForecastingPlan
    let configuration: ModelConfiguration
    let checkpoint: Checkpoint?
  }

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
    let (folder, prepared) = try ModelFolder.create(
      at: path, force: request.replaces, resume: request.resumes
    ) { try prepare(request, in: $0) }
    let (plan, options) = (prepared.plan, request.options)
    planned(prepared.table.summary.lines + plan.lines)
    try folder.writeConfiguration(prepared.configuration)
    try folder.writeVocabulary(
      plan.data.features.json, named: TrainedForecaster.featuresFile)
    let result = try plan.trainer(options)?.fit(
      plan.model(options), identity: prepared.configuration.identity,
      resume: prepared.checkpoint, stop: stop, save: folder.writeCheckpoint, events: events)
    let isInterrupted = result?.summary.reason == .interrupted
    let mixed =
      isInterrupted ? nil : TrainedForecaster(mixing: result?.best ?? plan.model(options), plan)
    let trained = mixed?.refitted(plan)
    let summary = ForecastTrainingSummary(
      plan: plan, trained: trained, validation: mixed?.validationReport(plan),
      result: result?.summary)
    if let trained {
      // The simple forecasts may have been fitted again: their features with them.
      try folder.writeVocabulary(trained.features.json, named: TrainedForecaster.featuresFile)
      try folder.writeCard(summary.card(request, prepared.table, folder: folder).markdown)
      try folder.writeWeights(trained.model.parameters)
    }
    return summary
  }

  private static func prepare(
    _ request: ForecastTrainingRequest, in folder: ModelFolder
  ) throws -> Prepared {
    let checkpoint = request.resumes ? try folder.checkpoint() : nil
    let table = try request.table()
    let plan = try ForecastingPlan(table, request.options, until: request.until)
    let configuration = ModelConfiguration(
      task: TrainedForecaster.task, architecture: plan.architecture.json,
      training: request.options.json(table, plan, until: request.until))
    if request.resumes, folder.hasConfiguration {
      try RunIdentity.check(
        saved: JSONReader(
          try folder.configuration().identity, document: folder.configurationPath),
        wanted: configuration.identity)
    }
    return Prepared(
      table: table, plan: plan, configuration: configuration, checkpoint: checkpoint)
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
