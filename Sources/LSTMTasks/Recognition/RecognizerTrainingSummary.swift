import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTraining

/// A finished training of a recogniser in figures.
public struct RecognizerTrainingSummary: TaskTrainingSummary {
  private let plan: RecognizerPlan
  private let parameterCount: Int
  /// The run.
  public let result: TrainingSummary
  /// How it does on what was held out; `nil` where nothing was, or the run was stopped.
  public let report: RecognitionReport?

  init(
    _ plan: RecognizerPlan, parameterCount: Int, _ result: TrainingSummary,
    report: RecognitionReport?
  ) {
    self.plan = plan
    self.parameterCount = parameterCount
    self.result = result
    self.report = report
  }

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { result.reason == .interrupted }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "parameters": parameterCount.json,
      "units": .string(plan.features.units.kind.rawValue),
      "classes": plan.features.units.classCount.json,
      "recordings": plan.training.utterances.count.json,
      "validation_loss": result.bestLoss.json, "held_out": report?.json ?? .null,
      "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run = "\(result.steps) steps, \(result.seconds.text(0)) s."
    if wasInterrupted { return "Training was stopped; --resume goes on: \(run)" }
    guard let report else { return "Training is complete: \(run)" }
    return
      "Training is complete: \(run) Of \(report.score.words.referenceCount) words in "
      + "\(report.score.alignments.count) recordings that were held out, \(report.score.words.errors) went wrong: "
      + "a word error rate of \(Self.percent(report.score.wordErrorRate))."
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).text(1)) %" }

  /// The model card.
  func card(_ request: RecognizerTrainingRequest, folder: ModelFolder) -> ModelCard {
    let training = request.options.training
    let reads =
      plan.architecture.isStreaming
      ? "reads forward only, and so recognises speech while it comes"
      : "reads each utterance in both directions"
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "recognizer",
      task: TrainedRecognizer.task,
      summary:
        "A recogniser of speech: an LSTM that \(reads), with connectionist temporal classification.",
      architecture: architecture, parameterCount: parameterCount,
      training: [
        .init("Optimiser", training.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Batch", "\(plan.batchSize) recordings"), .init("Seed", "\(training.seed)"),
        .init("Steps", "\(result.steps)"), .init("Data", plan.name),
        .init("SHA-256 of the recordings", plan.digest),
      ], budget: training.budget.cardText,
      measuredOn: "\(report?.score.alignments.count ?? 0) recordings that were not learned from; "
        + "the weights were chosen by them",
      metrics: metrics, baseline: RecognitionReport.baselineName(plan.commonest),
      command: request.commandLine,
      examples: [
        .init("Transcribe", command: ["lstm", "transcribe", folder.path, "FILE.wav"]),
        .init(
          "Score it on other recordings", command: ["lstm", "evaluate", folder.path, "FOLDER"]),
      ],
      limits: [
        "It hears nothing but its units, and takes any other sound for one of them or for none."
      ])
  }

  private var architecture: [ModelCard.Fact] {
    let (sizes, features) = (plan.architecture, plan.features)
    return [
      .init(
        "Units",
        "\(features.units.symbols.count) \(features.units.kind.rawValue): "
          + features.units.symbols.prefix(40).map(\.quotedForMessage).joined(separator: " ")),
      .init("Cell", sizes.cell.rawValue),
      .init(
        "Layers", "\(sizes.layerCount), \(sizes.isStreaming ? "forward" : "both directions")"),
      .init("Hidden size", "\(sizes.hiddenSize) a direction"),
      .init("Networks", "\(sizes.memberCount)"), .init("Dropout", "\(sizes.dropout)"),
      .init(
        "Features",
        "\(features.acoustics.summary) of \(features.acoustics.sampleRate) samples a second, "
          + "\(features.stacking.count) frames a step of \((1000 * features.stepDuration).text(0)) ms"
      ),
    ]
  }

  private var metrics: [ModelCard.Metric] {
    guard let report else { return [] }
    func metric(
      _ name: String, _ value: (RecognitionScore) -> Double, lowerIsBetter: Bool
    ) -> ModelCard.Metric {
      .init(
        name, value: value(report.score), baseline: value(report.baseline),
        lowerIsBetter: lowerIsBetter)
    }
    return [
      metric("word error rate", \.wordErrorRate, lowerIsBetter: true),
      metric("character error rate", \.characterErrorRate, lowerIsBetter: true),
      metric("accuracy", \.accuracy, lowerIsBetter: false),
    ]
  }
}

extension AcousticOptions {
  /// What a frame is, in words.
  fileprivate var summary: String {
    switch kind {
    case .logMel: "\(melCount) log-mel values"
    case .cepstrum(let count):
      "\(count) mel-frequency cepstral coefficients of \(melCount) mel values"
    }
  }
}
