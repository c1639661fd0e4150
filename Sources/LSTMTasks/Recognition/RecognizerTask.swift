import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train recognizer` is asked to do.
public struct RecognizerTrainingRequest: Sendable {
  /// The folder of recordings to learn from.
  public var data: String
  /// What file names say; `nil`: ``FileNamePattern/standard``.
  public var pattern: FileNamePattern?
  /// The folder of recordings that are held out; `nil`: a part of the data.
  public var validation: String?
  /// Sizes and training options.
  public var options: RecognizerOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: String, pattern: FileNamePattern? = nil, validation: String? = nil,
    options: RecognizerOptions = RecognizerOptions(), resumes: Bool = false,
    replaces: Bool = false, commandLine: [String] = []
  ) {
    self.data = data
    self.pattern = pattern
    self.validation = validation
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }

  func plan() throws -> RecognizerPlan {
    let data = try SpokenRecordings(
      RecordingSet(folder: data, pattern: pattern), sampleRate: options.sampleRate)
    let others = try validation.map {
      try SpokenRecordings(
        RecordingSet(folder: $0, pattern: pattern), sampleRate: data.sampleRate)
    }
    return try RecognizerPlan(data, validation: others, options)
  }
}

/// Training of recognisers, from recordings to a model folder.
public enum RecognizerTask {
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
    _ request: RecognizerTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> RecognizerTrainingSummary {
    let options = request.options
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let plan = try request.plan()
      return (
        plan,
        ModelConfiguration(
          task: TrainedRecognizer.task, architecture: plan.architecture.json,
          training: options.json(plan))
      )
    }
    let plan = run.plan
    planned(plan.lines)
    try run.begin(plan.features.json, named: TrainedRecognizer.featuresFile)
    let result = try run.fit(
      plan.trainer(options), RecognizerModel(plan.architecture, seed: options.seed), stop: stop,
      events: events)
    let isDone = result.summary.reason != .interrupted
    let trained = try TrainedRecognizer(model: result.best, features: plan.features)
    let summary = RecognizerTrainingSummary(
      plan, parameterCount: result.best.parameterCount, result.summary,
      report: isDone
        ? try plan.heldOut.map { try trained.evaluate($0, commonest: plan.commonest) } : nil)
    if isDone {
      try run.finish(summary.card(request, folder: run.folder), result.best.parameters)
    }
    return summary
  }
}

extension RecognizerOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ plan: RecognizerPlan) -> JSONValue {
    let training = training
    return [
      "data": .string("sha256:" + plan.digest),
      "recordings": plan.training.utterances.count.json,
      "validation": .number(validationFraction), "commonest": plan.commonest.json,
      "variation": variation.json, "longestRow": longestRow.json,
      "batchSize": plan.batchSize.json, "optimizer": .string(optimizer.rawValue),
      "learningRate": training.learningRate.json, "epochs": training.budget.epochs.json,
      "steps": training.budget.steps.json,
      "minutes": training.budget.minutes.map { .number($0) } ?? .null,
      "patience": patience.json, "seed": seed.json,
    ]
  }
}

extension SpeechVariation {
  /// What the sound of a training depends on.
  fileprivate var json: JSONValue {
    func range(_ range: ClosedRange<Double>?) -> JSONValue {
      range.map { [$0.lowerBound, $0.upperBound].json } ?? .null
    }
    return [
      "share": share.json, "warp": range(warp), "speed": range(speed), "tempo": range(tempo),
      "pitch": range(waveform.pitch), "gain": range(waveform.gain),
      "signalToNoise": range(waveform.signalToNoise), "noiseColor": range(waveform.noiseColor),
      "noiseShare": waveform.noiseShare.json,
      "masks": masks.map {
        [
          $0.frequencyCount.json, $0.frequencyWidth.json, $0.timeCount.json, $0.timeWidth.json,
          $0.timePart.json,
        ]
      } ?? .null,
    ]
  }
}
