import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a classifier in figures.
public struct ClassifierTrainingSummary: TaskTrainingSummary {
  private let plan: ClassifierPlan
  /// `nil` where the run was stopped.
  public let trained: TrainedClassifier?
  /// The run of the networks.
  public let result: TrainingSummary
  /// How it does on what was held out, each example by a network that has not seen it; `nil` where nothing was.
  public let heldOut: ClassificationScore?
  /// The same of the networks alone.
  public let networks: ClassificationScore?
  /// The same of the linear model alone.
  public let baseline: ClassificationScore?

  init(_ plan: ClassifierPlan, _ fit: ClassifierFit?, _ result: TrainingSummary) {
    self.plan = plan
    trained = fit?.trained
    self.result = result
    heldOut = fit?.heldOut?.model
    networks = fit?.heldOut?.networks
    baseline = fit?.heldOut?.linear
  }

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { trained == nil }

  /// The figures for programs.
  public var json: JSONValue {
    func figures(_ score: ClassificationScore?) -> JSONValue {
      score.map { .object(JSONObject($0.members + [("examples", $0.exampleCount.json)])) } ?? .null
    }
    return [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "parameters": (trained?.parameterCount ?? 0).json, "classes": plan.features.classes.json,
      "examples": plan.learnedCount.json, "validation_loss": result.bestLoss.json,
      "linear_share": (trained?.linearShare).json, "held_out": figures(heldOut),
      "networks": figures(networks), "baseline": figures(baseline),
      "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run = "\(result.steps) steps, \(result.seconds.text(0)) s."
    guard let trained else { return "Training was stopped; --resume goes on: \(run)" }
    guard let heldOut, let networks, let baseline else { return "Training is complete: \(run)" }
    return
      "Training is complete: \(run) Accuracy \(Self.percent(heldOut.accuracy)) on "
      + "\(heldOut.exampleCount) examples that were held out; single networks \(Self.percent(networks.accuracy)), the "
      + "linear model \(Self.percent(baseline.accuracy)), whose share in the answers is "
      + "\(Self.percent(trained.linearShare))."
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).text(1)) %" }

  /// The model card.
  func card(_ request: ClassifierTrainingRequest, folder: ModelFolder) -> ModelCard {
    let options = request.options
    let training = options.training(plan.material)
    let reads = plan.material == .numbers ? "sequences of numbers" : "texts"
    let file = plan.material == .numbers ? "FILE.ts" : "FILE"
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "classifier",
      task: TrainedClassifier.task,
      summary:
        "A classifier of \(reads): bidirectional recurrent networks, and a linear model beside them.",
      architecture: architecture, parameterCount: trained?.parameterCount ?? 0,
      training: [
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init(
          "Batch", "\(options.batch(plan.material)) examples a network"),
        .init("Class weights", options.classWeights.rawValue), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result.steps)"), .init("Data", plan.name),
        .init("SHA-256 of the examples", plan.digest),
      ], budget: training.budget.cardText,
      measuredOn: """
        \(heldOut?.exampleCount ?? 0) examples that were held out, each answered by networks that had not learned from \
        it; weights, temperature and shares were chosen by them
        """, metrics: metrics, baseline: trained?.baselineName ?? "",
      command: request.commandLine,
      examples: [
        .init("Classify", command: ["lstm", "classify", folder.path, file]),
        .init("Score it on labelled data", command: ["lstm", "evaluate", folder.path, "DATA"]),
      ],
      limits: [
        "It knows no other class than these, and answers with one of them whatever it reads."
      ])
  }

  private var architecture: [ModelCard.Fact] {
    let sizes = plan.architecture
    var facts: [ModelCard.Fact] = [
      .init("Classes", plan.features.classes.prefix(30).joined(separator: ", ")),
      .init("Cell", sizes.cell.rawValue), .init("Layers", "\(sizes.layerCount), both directions"),
      .init("Hidden size", "\(sizes.hiddenSize) a direction"),
      .init("Pooling", sizes.pooling.rawValue), .init("Networks", "\(sizes.memberCount)"),
      .init("Dropout", "\(sizes.dropout)"),
    ]
    if sizes.vocabularySize > 0 {
      facts.append(.init("Vocabulary", "\(sizes.vocabularySize) tokens of \(sizes.inputSize)"))
      facts.append(.init("Hidden tokens", "\(sizes.tokenDropout) in training"))
    }
    if let trained {
      let mix = trained.features.mix
      facts.append(
        .init(
          "Logits", "\(mix.network.text(3)) × networks + \(mix.linear.text(3)) × linear model"))
    }
    return facts
  }

  private var metrics: [ModelCard.Metric] {
    guard let heldOut, let baseline else { return [] }
    func metric(
      _ name: String, _ value: (ClassificationScore) -> Double, lowerIsBetter: Bool = false
    ) -> ModelCard.Metric {
      .init(
        name, value: value(heldOut), baseline: value(baseline), lowerIsBetter: lowerIsBetter)
    }
    return [
      metric("accuracy", \.accuracy), metric("macro F1", \.macroF1),
      metric("log loss", \.logLoss, lowerIsBetter: true),
      metric("calibration error", \.calibrationError, lowerIsBetter: true),
    ]
  }
}
