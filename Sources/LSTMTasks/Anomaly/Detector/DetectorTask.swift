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
    data: @escaping () throws -> DetectorData, options: DetectorOptions = DetectorOptions(),
    resumes: Bool = false, replaces: Bool = false, commandLine: [String] = []
  ) {
    self.data = data
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of detectors, from data to a model folder.
public enum DetectorTask {
  private struct Prepared {
    let plan: ReconstructionPlan
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
  ///   - planned: receives what was found about the data, in lines, before the networks are trained.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: DetectorTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> DetectorTrainingSummary {
    let (folder, prepared) = try ModelFolder.create(
      at: path, force: request.replaces, resume: request.resumes
    ) { try prepare(request, in: $0) }
    let (plan, options) = (prepared.plan, request.options)
    planned(plan.lines)
    try folder.writeConfiguration(prepared.configuration)
    try folder.writeVocabulary(
      plan.features.json, named: TrainedSequenceDetector.featuresFile)
    let result = try plan.trainer(options).fit(
      plan.model(options),
      identity: prepared.configuration.identity, resume: prepared.checkpoint, stop: stop,
      save: folder.writeCheckpoint, events: events)
    let trained =
      result.summary.reason == .interrupted
      ? nil : TrainedSequenceDetector(measuring: result.best, plan)
    let summary = DetectorTrainingSummary(plan: plan, trained: trained, result: result.summary)
    if let trained {
      // What errors mean is known only now.
      try folder.writeVocabulary(
        trained.features.json, named: TrainedSequenceDetector.featuresFile)
      try folder.writeCard(summary.card(request, folder: folder).markdown)
      try folder.writeWeights(trained.model.parameters)
    }
    return summary
  }

  private static func prepare(
    _ request: DetectorTrainingRequest, in folder: ModelFolder
  ) throws -> Prepared {
    let checkpoint = request.resumes ? try folder.checkpoint() : nil
    let plan = try ReconstructionPlan(try request.data(), request.options)
    let configuration = ModelConfiguration(
      task: TrainedDetector.task, architecture: plan.architecture.json,
      training: request.options.json(plan))
    if request.resumes, folder.hasConfiguration {
      try RunIdentity.check(
        saved: JSONReader(
          try folder.configuration().identity, document: folder.configurationPath),
        wanted: configuration.identity)
    }
    return Prepared(plan: plan, configuration: configuration, checkpoint: checkpoint)
  }
}

extension DetectorOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ plan: ReconstructionPlan) -> JSONValue {
    let options = training
    return [
      "data": .string("sha256:" + plan.digest), "normal": plan.features.normal.json,
      "validation": .number(validationFraction), "windows": plan.training.count.json,
      "batchSize": batchSize.json, "optimizer": .string(optimizer.rawValue),
      "learningRate": options.learningRate.json, "epochs": options.budget.epochs.json,
      "steps": options.budget.steps.json,
      "minutes": options.budget.minutes.map { .number($0) } ?? .null,
      "patience": patience.json, "seed": seed.json,
    ]
  }
}
