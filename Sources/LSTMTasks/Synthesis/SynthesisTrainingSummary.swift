import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a synthesiser in figures.
public struct SynthesisTrainingSummary: TaskTrainingSummary {
  let plan: SynthesisPlan
  /// How many numbers were trained.
  public let parameterCount: Int
  /// The run.
  public let result: TrainingSummary

  init(_ plan: SynthesisPlan, parameterCount: Int, _ result: TrainingSummary) {
    self.plan = plan
    self.parameterCount = parameterCount
    self.result = result
  }

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { result.reason == .interrupted }

  /// The voices, by name.
  public var speakers: [String] { plan.corpus.frames.speakers }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "epochs": .number(result.epochs), "parameters": parameterCount.json,
      "training_loss": .number(result.trainingLoss),
      "validation_loss": result.bestLoss.map { .number($0) } ?? .null,
      "best_step": result.bestStep.map(\.json) ?? .null,
      "speakers": .array(speakers.map { .string($0) }),
      "frames_per_second": .number(result.unitsPerSecond), "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run =
      "\(result.steps) steps, \(result.epochs.text(1)) epochs, \(result.seconds.text(0)) s, "
      + "\(result.unitsPerSecond.text(0)) frames a second."
    let end =
      switch result.reason {
      case .budget: "Training is complete: "
      case .patience: "Training stopped early, since validation got no better: "
      case .interrupted: "Training was stopped; --resume goes on: "
      }
    return end + run
  }

  /// The model card.
  func card(_ request: SynthesisTrainingRequest, folder: ModelFolder) -> ModelCard {
    let (options, recordings) = (request.options, plan.corpus.recordings)
    let batch = options.chosenBatchSize(plan.corpus.training.count)
    let training = options.training(batches: (plan.corpus.training.count + batch - 1) / batch)
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "synthesizer",
      task: TrainedSynthesizer.task,
      summary: """
        A synthesiser: a bidirectional LSTM reads characters, gives each a duration, and another one says \
        log-mel frames; the phases of the sound are found by the fast Griffin-Lim algorithm.
        """,
      architecture: architectureFacts, parameterCount: parameterCount,
      training: [
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Batch", "\(batch) recordings of about the same length"),
        .init("Recordings", "\(plan.corpus.training.count)"), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result.steps)"), .init("Epochs", result.epochs.text(2)),
        .init("Seconds", result.seconds.text(0)),
      ],
      budget: training.budget.minutes.map {
        "\($0) minutes (the clock decided how many steps; not repeatable)"
      } ?? "",
      dataFiles: [
        .init(
          role: "training", name: recordings.name,
          byteCount: recordings.recordings.reduce(0) { $0 + 4 * $1.waveform.samples.count },
          digest: recordings.digest)
      ],
      measuredOn: "\(plan.corpus.validation.count) recordings of the validation part",
      metrics: result.bestLoss.map {
        [.init("Validation loss", value: $0, baseline: nil, lowerIsBetter: true)]
      } ?? [],
      command: request.commandLine,
      examples: [
        .init(
          "Say a text",
          command: [
            "lstm", "speak", folder.path, "TEXT", "--speaker", speakers.first ?? "NAME",
            "--output", "out.wav",
          ]),
        .init("Score it", command: ["lstm", "evaluate", folder.path, "FOLDER"]),
      ],
      limits: [
        "It says only the characters of its training texts, and words unlike those only by their spelling.",
        "Its voices are those of the recordings: use them only with the speakers' consent.",
      ])
  }

  private var architectureFacts: [ModelCard.Fact] {
    let a = plan.architecture
    return [
      .init("Voices", speakers.joined(separator: ", ")),
      .init(
        "Characters",
        plan.corpus.frames.units.characters.map { $0 == " " ? "space" : $0 }.joined(
          separator: " ")),
      .init("Sound", "\(plan.corpus.recordings.sampleRate) samples a second"),
      .init("Frames", "\(a.frameSize) log-mel values, 8 ms apart, \(a.framesPerStep) a step"),
      .init("Encoder", "1 bidirectional LSTM layer, \(a.embeddingSize) units"),
      .init("Decoder", "\(a.layerCount) bidirectional LSTM layers, \(a.hiddenSize) units"),
      .init("Latent numbers", "\(a.latentSize)"), .init("Dropout", "\(a.dropout)"),
      .init(
        "Continuation",
        a.continuationSize == 0
          ? "none" : "1 LSTM layer, \(a.continuationSize) units, over \(a.codeCount) codes"),
    ]
  }
}
