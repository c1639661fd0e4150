import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train detector` is asked to do.
public struct DetectorTrainingRequest {
  /// The data.
  public var data: () throws -> DetectorData
  /// The last time that is looked at; `nil`: all.
  public var until: Timestamp?
  /// Sizes and training options.
  public var options: DetectorOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  ///
  /// - Parameter data: reads the data; called when the folder has been found good.
  public init(
    data: @escaping () throws -> DetectorData, until: Timestamp? = nil,
    options: DetectorOptions = DetectorOptions(), resumes: Bool = false, replaces: Bool = false,
    commandLine: [String] = []
  ) {
    self.data = data
    self.until = until
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of detectors, from data to a model folder.
public enum DetectorTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - path: the folder. It is found good before the data are read; a model that is to be replaced stays until they have
  ///     been.
  ///   - stop: raised to save and stop.
  ///   - planned: receives what was found about the data, in lines, before the networks are trained.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: DetectorTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> DetectorTrainingSummary {
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let plan = try plan(try request.data(), request)
      return (
        plan,
        ModelConfiguration(
          task: TrainedDetector.task, architecture: plan.architectureJSON,
          training: request.options.json(plan, until: request.until))
      )
    }
    planned(run.plan.lines)
    return try train(run.plan, request, run, stop: stop, events: events)
  }

  private static func plan(
    _ data: DetectorData, _ request: DetectorTrainingRequest
  ) throws -> any DetectorPlan {
    let data = try data.until(request.until)
    if case .events(let events) = data { return try EventPlan(events, request.options) }
    return try ReconstructionPlan(data, request.options)
  }

  private static func train<Plan: DetectorPlan>(
    _ plan: Plan, _ request: DetectorTrainingRequest, _ run: FolderRun<any DetectorPlan>,
    stop: StopSignal, events: (TrainingEvent) -> Void
  ) throws -> DetectorTrainingSummary {
    let file = TrainedDetector.featuresFile
    try run.begin(plan.featuresJSON, named: file)
    let result = try run.fit(
      plan.trainer(request.options), plan.networks(request.options), stop: stop, events: events)
    let trained =
      result.summary.reason == .interrupted
      ? nil : Plan.Trained(measuring: result.best, plan)
    let summary = DetectorTrainingSummary(plan, trained, result.summary)
    if let trained {
      // What scores mean is known only now.
      try run.folder.writeVocabulary(trained.featuresJSON, named: file)
      try run.finish(summary.card(request, folder: run.folder), trained.networks.parameters)
    }
    return summary
  }
}

extension DetectorOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ plan: some DetectorPlan, until: Timestamp?) -> JSONValue {
    let options = training(kind: plan.kind, windowCount: plan.trainingCount)
    var members: [(String, JSONValue)] = [
      ("data", .string("sha256:" + plan.digest)), ("normal", plan.normal.json),
      ("until", .string(until?.text ?? "")), ("validation", .number(validationShare(plan.kind))),
      ("windows", plan.trainingCount.json), ("batchSize", batchSize.json),
      ("optimizer", .string(optimizer.rawValue)), ("learningRate", options.learningRate.json),
      ("epochs", options.budget.epochs.json), ("steps", options.budget.steps.json),
      ("minutes", options.budget.minutes.map { .number($0) } ?? .null),
      ("patience", patience.json), ("seed", seed.json),
    ]
    if plan.kind == .events {
      members += [
        ("unsupervised", isUnsupervised.json), ("labelDelayDays", .number(labelDelay)),
        ("anomalyWeight", .number(Double(anomalyWeight))),
      ]
    }
    return .object(JSONObject(members))
  }
}
