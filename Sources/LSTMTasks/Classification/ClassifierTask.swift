import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train classifier` is asked to do.
public struct ClassifierTrainingRequest: Sendable {
  /// The examples.
  public var data: ClassifierSource
  /// The examples that are held out; `nil`: a part of the data.
  public var validation: ClassifierSource?
  /// Sizes and training options.
  public var options: ClassifierOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: ClassifierSource, validation: ClassifierSource? = nil,
    options: ClassifierOptions = ClassifierOptions(), resumes: Bool = false,
    replaces: Bool = false, commandLine: [String] = []
  ) {
    self.data = data
    self.validation = validation
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of classifiers, from data to a model folder.
public enum ClassifierTask {
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
    _ request: ClassifierTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> ClassifierTrainingSummary {
    let options = request.options
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let data = try request.data.read()
      var validation = request.validation
      validation?.options.knownClasses = data.classes
      let plan = try ClassifierPlan(data, validation: validation?.read(), options)
      return (
        plan,
        ModelConfiguration(
          task: TrainedClassifier.task, architecture: plan.architecture.json,
          training: options.json(plan))
      )
    }
    let plan = run.plan
    planned(plan.lines)
    try run.begin(plan.features.json, named: TrainedClassifier.featuresFile)
    let result = try run.fit(
      plan.trainer(options), plan.networks(options), stop: stop, events: events)
    let fit =
      result.summary.reason == .interrupted ? nil : ClassifierFit(result.best, plan, options)
    let summary = ClassifierTrainingSummary(plan, fit, result.summary)
    if let trained = fit?.trained {
      // What networks and linear model are worth is known only now.
      try run.folder.writeVocabulary(trained.features.json, named: TrainedClassifier.featuresFile)
      try run.finish(summary.card(request, folder: run.folder), trained.weights.parameters)
    }
    return summary
  }
}

extension ClassifierOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ plan: ClassifierPlan) -> JSONValue {
    let options = training(plan.material)
    return [
      "data": .string("sha256:" + plan.digest), "examples": plan.learnedCount.json,
      "validation": .number(validationFraction),
      "classWeights": .string(classWeights.rawValue), "labelSmoothing": labelSmoothing.json,
      "linear": mixesLinear.json, "batchSize": batch(plan.material).json,
      "optimizer": .string(optimizer.rawValue), "learningRate": options.learningRate.json,
      "epochs": options.budget.epochs.json, "steps": options.budget.steps.json,
      "minutes": options.budget.minutes.map { .number($0) } ?? .null,
      "patience": patience.json, "seed": seed.json,
    ]
  }
}
