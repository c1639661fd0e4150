import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a translator in figures.
public struct TranslationTrainingSummary: TaskTrainingSummary {
  let plan: TranslationPlan
  /// How many numbers were trained.
  public let parameterCount: Int
  /// The run.
  public let result: TrainingSummary
  /// How the first validation sentences are translated; `nil` where the run was stopped.
  public let report: TranslationReport?

  init(
    _ plan: TranslationPlan, parameterCount: Int, _ result: TrainingSummary,
    report: TranslationReport?
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
      "epochs": .number(result.epochs), "parameters": parameterCount.json,
      "training_loss": .number(result.trainingLoss),
      "validation_nats_per_token": result.bestLoss.map { .number($0) } ?? .null,
      "validation_bleu": report.map { .number($0.bleu.score) } ?? .null,
      "best_step": result.bestStep.map(\.json) ?? .null,
      "tokens_per_second": .number(result.unitsPerSecond), "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run =
      "\(result.steps) steps, \(result.epochs.text(1)) epochs, \(result.seconds.text(0)) s, "
      + "\(result.unitsPerSecond.text(0)) target tokens a second."
    let end =
      switch result.reason {
      case .budget: "Training is complete: "
      case .patience: "Training stopped early, since validation got no better: "
      case .interrupted: "Training was stopped; --resume goes on: "
      }
    let score = report.map {
      " BLEU \($0.bleu.score.text(1)) on \($0.count) validation sentences."
    }
    return end + run + (score ?? "")
  }

  /// The model card.
  func card(_ request: TranslationTrainingRequest, folder: ModelFolder) -> ModelCard {
    let (options, architecture) = (request.options, plan.architecture)
    let batch = options.chosenBatchSize(plan.corpus.training.count)
    let training = options.training(
      batches: (plan.corpus.training.count + batch - 1) / batch)
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "translator",
      task: TrainedTranslator.task,
      summary: """
        A translator: a bidirectional LSTM reads a sentence, an LSTM writes the translation and \
        attends to what was read.
        """,
      architecture: [
        .init("Encoder", "\(architecture.layerCount) bidirectional LSTM layers"),
        .init("Decoder", "\(architecture.layerCount) LSTM layers"),
        .init("Hidden size", "\(architecture.hiddenSize)"),
        .init("Embedding", "\(architecture.embeddingSize), shared with the output layer"),
        .init(
          "Attention",
          architecture.score == .dot ? "product of query and key" : "additive"),
        .init("Input feeding", architecture.feedsInput ? "yes" : "no"),
        .init("Vocabulary", "\(architecture.vocabularySize) byte pairs of both languages"),
        .init("Dropout", "\(architecture.dropout)"),
      ],
      parameterCount: parameterCount,
      training: [
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Label smoothing", "\(options.smoothing)"),
        .init("Batch", "\(batch) sentences of about the same length"),
        .init("Pairs", "\(plan.corpus.training.count)"), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result.steps)"), .init("Epochs", result.epochs.text(2)),
        .init("Seconds", result.seconds.text(0)),
      ],
      budget: training.budget.minutes.map {
        "\($0) minutes (the clock decided how many steps; not repeatable)"
      } ?? "",
      dataFiles: [
        .init(
          role: "training", name: plan.corpus.text.name, byteCount: plan.corpus.text.byteCount,
          digest: plan.corpus.text.digest)
      ],
      measuredOn: "\(report?.count ?? 0) sentences of the validation part",
      metrics: metrics, baseline: "the source as it is", command: request.commandLine,
      examples: [
        .init("Translate a sentence a line", command: ["lstm", "translate", folder.path, "FILE"]),
        .init(
          "Score translations", command: ["lstm", "evaluate", folder.path, "SOURCE", "TARGET"]),
      ],
      limits: [
        "It knows only the words and the kind of sentence of its training pairs.",
        "It translates sentence by sentence.",
      ])
  }

  private var metrics: [ModelCard.Metric] {
    guard let report else { return [] }
    return [
      .init(
        "BLEU", value: report.bleu.score, baseline: report.baseline.bleu.score,
        lowerIsBetter: false),
      .init(
        "chrF2", value: report.chrf.score, baseline: report.baseline.chrf.score,
        lowerIsBetter: false),
    ]
  }
}
