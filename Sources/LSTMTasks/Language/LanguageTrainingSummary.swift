import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a language model in figures.
public struct LanguageTrainingSummary: TaskTrainingSummary {
  let corpus: LanguageCorpus
  /// The sizes of the model.
  public let architecture: LanguageModelArchitecture
  /// How many numbers were trained.
  public let parameterCount: Int
  /// The run.
  public let result: TrainingSummary
  /// Mean −ln p of a validation token to the n-gram model of the training text.
  let ngramNats: Double

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { result.reason == .interrupted }

  /// What an n-gram model of the training text reaches on the validation text.
  var baseline: LanguageScore { score(ngramNats) }

  var score: LanguageScore? { result.bestLoss.map(score) }

  private func score(_ nats: Double) -> LanguageScore {
    LanguageScore(
      natsPerToken: nats, tokenCount: max(0, corpus.validation.count - 1),
      characterCount: corpus.validationCharacterCount)
  }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "epochs": .number(result.epochs), "parameters": parameterCount.json,
      "training_loss": .number(result.trainingLoss),
      "validation_nats_per_token": result.bestLoss.map { .number($0) } ?? .null,
      "best_step": result.bestStep.map(\.json) ?? .null,
      "kneser_ney_nats_per_token": .number(ngramNats),
      "tokens_per_second": .number(result.unitsPerSecond), "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run =
      "\(result.steps) steps, \(result.epochs.text(1)) epochs, \(result.seconds.text(0)) s, "
      + "\(result.unitsPerSecond.text(0)) tokens a second."
    let end =
      switch result.reason {
      case .budget: "Training is complete: "
      case .patience: "Training stopped early, since validation got no better: "
      case .interrupted: "Training was stopped; --resume goes on: "
      }
    let loss = result.bestLoss.map {
      " Best validation loss \($0.text(4)) nats a token at step \(result.bestStep ?? 0); a Kneser-Ney n-gram model has "
        + "\(ngramNats.text(4))."
    }
    return end + run + (loss ?? "")
  }

  /// The model card.
  func card(_ request: LanguageTrainingRequest, folder: ModelFolder) -> ModelCard {
    let options = request.options
    let training = options.trainingOptions
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "language model",
      task: TrainedLanguageModel.task,
      summary: "A recurrent language model: it predicts each token from all tokens before it.",
      architecture: [
        .init("Cell", architecture.cell.rawValue), .init("Layers", "\(architecture.layerCount)"),
        .init("Hidden size", "\(architecture.hiddenSize)"),
        .init("Embedding", "\(architecture.embeddingSize)"),
        .init("Vocabulary", "\(architecture.vocabularySize) tokens"),
      ] + architecture.dropout.facts
        + (architecture.isTied ? [.init("Output layer", "tied to the embedding")] : [])
        + architecture.cellOptions.facts,
      parameterCount: parameterCount,
      training: [
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), \(options.scheduleText)"),
        .init(
          "Batch", "\(corpus.batches.batchSize) texts, \(corpus.batches.sequenceLength) steps"),
        .init("Seed", "\(options.seed)"), .init("Steps", "\(result.steps)"),
        .init("Epochs", result.epochs.text(2)), .init("Seconds", result.seconds.text(0)),
      ],
      budget: training.budget.cardText,
      dataFiles: corpus.sources.map {
        .init(role: $0.role, name: $0.name, byteCount: $0.byteCount, digest: $0.digest)
      },
      measuredOn: "\(max(0, corpus.validation.count - 1)) tokens of the validation text",
      metrics: metrics, baseline: "a Kneser-Ney n-gram model of the same training text",
      command: request.commandLine,
      examples: [
        .init("Write text", command: ["lstm", "generate", folder.path, "--length", "400"]),
        .init("Score a text", command: ["lstm", "evaluate", folder.path, "FILE"]),
      ],
      limits: [
        "It knows only what stood in its training text, facts and style alike.",
        "ngrams.safetensors lists runs of up to \(KneserNeyModel.order(for: corpus.tokenizer)) tokens of that text. If it is "
          + "private, delete the file before you give the model away: only the baseline of lstm evaluate is lost.",
      ])
  }

  private var metrics: [ModelCard.Metric] {
    guard let score else { return [] }
    let baseline = baseline
    return [
      .init(
        "nats per token", value: score.natsPerToken, baseline: baseline.natsPerToken,
        lowerIsBetter: true),
      .init(
        "perplexity", value: score.perplexity, baseline: baseline.perplexity, lowerIsBetter: true),
      .init(
        "bits per character", value: score.bitsPerCharacter,
        baseline: baseline.bitsPerCharacter, lowerIsBetter: true),
    ]
  }
}

extension LanguageOptions {
  /// How the learning rate changes, and what else the recipe has, for the model card.
  fileprivate var scheduleText: String {
    var text =
      if let holdEpochs {
        "halved with each epoch after \(holdEpochs)"
      } else if averagingPatience != nil {
        "constant, weights averaged once validation gets no better"
      } else {
        "warmed up, then a cosine to zero"
      }
    if activationPenalty.size > 0 { text += "; activation penalty \(activationPenalty.size)" }
    if activationPenalty.change > 0 { text += "; change penalty \(activationPenalty.change)" }
    return text
  }
}

extension LanguageDropout {
  /// Those that are set, for the model card.
  fileprivate var facts: [ModelCard.Fact] {
    var rates = ["\(rate)"]
    if let input { rates.append("\(input) on the way in") }
    if let output { rates.append("\(output) on the way out") }
    if token > 0 { rates.append("\(token) of tokens") }
    if isLocked { rates.append("the same at all steps of a window") }
    return [.init("Dropout", rates.joined(separator: ", "))]
  }
}

extension CellOptions {
  /// Those that are set, for the model card.
  fileprivate var facts: [ModelCard.Fact] {
    var facts: [ModelCard.Fact] = []
    if let projectionSize { facts.append(.init("Projection", "\(projectionSize)")) }
    if cellZoneout > 0 || hiddenZoneout > 0 {
      facts.append(
        .init("Zoneout", "\(cellZoneout) of cell states, \(hiddenZoneout) of hidden states"))
    }
    if recurrentDropout > 0 { facts.append(.init("Recurrent dropout", "\(recurrentDropout)")) }
    if weightDrop > 0 { facts.append(.init("Weight-drop", "\(weightDrop)")) }
    if let cellClip { facts.append(.init("Cell clip", "\(cellClip)")) }
    return facts
  }
}
