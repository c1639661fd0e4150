import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a detector in figures.
public struct DetectorTrainingSummary: Sendable {
  let plan: ReconstructionPlan
  let trained: TrainedSequenceDetector?
  /// The run of the networks.
  public let result: TrainingSummary
  /// How it does on the rows that were held out and on those of other classes, none of which it has learned from; `nil`
  /// where the run was stopped.
  public let heldOut: DetectionReport?

  init(plan: ReconstructionPlan, trained: TrainedSequenceDetector?, result: TrainingSummary) {
    (self.plan, self.trained, self.result) = (plan, trained, result)
    heldOut = trained?.heldOutReport(plan, seconds: result.seconds)
  }

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { trained == nil }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "kind": plan.architecture.kind.json,
      "parameters": (trained?.model.parameterCount ?? 0).json,
      "sequence_length": plan.architecture.sequenceLength.json,
      "normal": plan.features.normal.json, "windows": plan.training.count.json,
      "validation_loss": result.bestLoss.json,
      "held_out": heldOut?.json ?? .null, "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run = "\(result.steps) steps, \(result.seconds.text(0)) s."
    guard let heldOut else { return "Training was stopped; --resume goes on: \(run)" }
    let (flagged, positives) = (heldOut.discrimination.flagged, heldOut.discrimination.positives)
    let normal = heldOut.rowCount - positives
    let others =
      positives == 0
      ? "" : ", and \(flagged.truePositives) of \(positives) rows of other classes"
    let area = heldOut.discrimination.areaUnderROC.map {
      " ROC-AUC \($0.text(4)), by the distance from the mean "
        + "\(heldOut.baseline?.areaUnderROC?.text(4) ?? "-")."
    }
    return
      "Training is complete: \(run) It flags \(flagged.falsePositives) of \(normal) normal rows "
      + "that were held out\(others).\(area ?? "")"
  }

  private var metrics: [ModelCard.Metric] {
    guard let heldOut else { return [] }
    let (own, baseline) = (heldOut.discrimination, heldOut.baseline)
    let normal = Double(max(1, heldOut.rowCount - own.positives))
    var metrics: [ModelCard.Metric] = [
      .init(
        "share of normal rows flagged", value: Double(own.flagged.falsePositives) / normal,
        baseline: baseline.map { Double($0.flagged.falsePositives) / normal },
        lowerIsBetter: true)
    ]
    if let area = own.areaUnderROC {
      metrics.append(
        .init("ROC-AUC", value: area, baseline: baseline?.areaUnderROC, lowerIsBetter: false))
    }
    if let area = own.areaUnderPrecisionRecall {
      metrics.append(
        .init(
          "area under precision over recall", value: area,
          baseline: baseline?.areaUnderPrecisionRecall, lowerIsBetter: false))
    }
    if own.positives > 0 {
      metrics.append(
        .init(
          "recall", value: own.flagged.recall, baseline: baseline?.flagged.recall,
          lowerIsBetter: false))
    }
    return metrics
  }

  /// The model card.
  func card(_ request: DetectorTrainingRequest, folder: ModelFolder) -> ModelCard {
    let (options, architecture) = (request.options, plan.architecture)
    let training = options.training
    let isRows = architecture.kind == .rows
    let length = architecture.sequenceLength
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "detector",
      task: TrainedDetector.task,
      summary: isRows
        ? "A detector of unusual sequences of \(length) steps: each row is one."
        : "A detector of unusual rows of series, by windows of \(length) rows.",
      architecture: [
        .init("Kind", architecture.kind.rawValue), .init("Cell", architecture.cell.rawValue),
        .init("Hidden size", "\(architecture.hiddenSize)"),
        .init("Layers", "\(architecture.layerCount) of the encoder and of the decoder"),
        .init("Latent values", "\(architecture.latentSize)"),
        .init("Networks", "\(architecture.memberCount)"),
        .init("Variables", plan.features.variables.joined(separator: ", ")),
      ],
      parameterCount: trained?.model.parameterCount ?? 0,
      training: [
        .init("Normal class", plan.features.normal ?? "all rows, for lack of classes"),
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Batch", "\(options.batchSize) sequences"), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result.steps)"), .init("Data", plan.file),
        .init("SHA-256 of its values", plan.digest),
        .init("Flag", "from the score 0.5, which one normal row in a hundred should reach"),
      ],
      budget: training.budget.minutes.map {
        "\($0) minutes (the clock decided how many steps; not repeatable)"
      } ?? "",
      measuredOn: """
        \(plan.validation.count) normal \(isRows ? "rows" : "windows") that were held out, by which weights and \
        threshold were chosen\(heldOut.map { $0.discrimination.positives > 0 } == true
          ? ", and \(heldOut?.discrimination.positives ?? 0) rows of other classes" : "")
        """,
      metrics: metrics, baseline: "the distance from the mean sequence",
      command: request.commandLine,
      examples: [
        .init("Detect", command: ["lstm", "detect", folder.path, plan.file]),
        .init("Score it on labelled data", command: ["lstm", "evaluate", folder.path, "FILE"]),
      ],
      limits: [
        "What is rare in its training data is unusual to it, harmless or not.",
        "Anomalies among the data that it learned from are normal to it.",
      ])
  }
}

extension ReconstructionPlan {
  /// What was found and chosen, a line each.
  var lines: [String] {
    let (kind, length) = (architecture.kind, architecture.sequenceLength)
    let what = kind == .rows ? "rows of \(length) steps" : "windows of \(length) rows"
    return notes + [
      "\(file): \(training.count) \(what) to learn from, \(validation.count) held out."
    ]
  }
}
