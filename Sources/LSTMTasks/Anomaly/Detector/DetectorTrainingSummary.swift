import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// A finished training of a detector in figures.
public struct DetectorTrainingSummary: TaskTrainingSummary {
  private let kind: DetectorKind
  private let normal: String?
  private let file: String
  private let digest: String
  private let trainingCount: Int
  private let description: DetectorDescription
  /// `nil` where the run was stopped.
  public let trained: TrainedDetector?
  /// The run of the networks.
  public let result: TrainingSummary
  /// How it does on what was held out, none of which it has learned from; `nil` where the run was stopped or nothing
  /// tells.
  public let heldOut: DetectionReport?

  init<Plan: DetectorPlan>(_ plan: Plan, _ trained: Plan.Trained?, _ result: TrainingSummary) {
    (kind, normal, file, digest) = (plan.kind, plan.normal, plan.file, plan.digest)
    (trainingCount, description) = (plan.trainingCount, plan.description)
    self.trained = trained?.detector
    self.result = result
    heldOut = trained?.heldOutReport(plan, seconds: result.seconds)
  }

  /// Whether the run was stopped before its end: there is a checkpoint, but no finished model.
  public var wasInterrupted: Bool { trained == nil }

  /// The figures for programs.
  public var json: JSONValue {
    [
      "reason": .string(result.reason.rawValue), "steps": result.steps.json,
      "kind": kind.json, "parameters": parameterCount.json, "normal": normal.json,
      "windows": trainingCount.json,
      "validation_loss": result.bestLoss.json,
      "held_out": heldOut?.json ?? .null, "seconds": .number(result.seconds),
    ]
  }

  /// The figures in a sentence or two.
  public var text: String {
    let run = "\(result.steps) steps, \(result.seconds.text(0)) s."
    if wasInterrupted { return "Training was stopped; --resume goes on: \(run)" }
    guard let heldOut else { return "Training is complete: \(run)" }
    let (flagged, positives) = (heldOut.discrimination.flagged, heldOut.discrimination.positives)
    let normal = heldOut.rowCount - positives
    let others =
      positives == 0
      ? "" : ", and \(flagged.truePositives) of \(positives) rows of other classes"
    let area = heldOut.discrimination.areaUnderROC.map {
      " ROC-AUC \($0.text(4)), by \(description.baseline) "
        + "\(heldOut.baseline?.areaUnderROC?.text(4) ?? "-")."
    }
    return
      "Training is complete: \(run) It flags \(flagged.falsePositives) of \(normal) normal rows "
      + "that were held out\(others).\(area ?? "")"
  }

  private var parameterCount: Int { trained?.parameterCount ?? 0 }

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
    let options = request.options
    let training = options.training(kind: kind, windowCount: trainingCount)
    return ModelCard(
      title: folder.path.split(separator: "/").last.map(String.init) ?? "detector",
      task: TrainedDetector.task, summary: description.summary,
      architecture: [
        .init("Kind", kind.rawValue), .init("Cell", options.cell.rawValue),
        .init("Hidden size", "\(options.hiddenSize)"), .init("Layers", "\(options.layerCount)"),
        .init("Networks", "\(options.memberCount)"),
      ] + description.architecture.map { .init($0.name, $0.value) },
      parameterCount: parameterCount,
      training: [
        .init("Normal class", normal ?? "all, for lack of classes"),
        .init("Optimiser", options.optimizer.rawValue),
        .init("Learning rate", "\(training.learningRate), warmed up, then a cosine to zero"),
        .init("Batch", "\(options.batchSize) windows"), .init("Seed", "\(options.seed)"),
        .init("Steps", "\(result.steps)"), .init("Data", file),
        .init("SHA-256 of its values", digest),
      ] + description.training.map { .init($0.name, $0.value) },
      budget: training.budget.minutes.map {
        "\($0) minutes (the clock decided how many steps; not repeatable)"
      } ?? "",
      measuredOn: description.measuredOn, metrics: metrics, baseline: description.baseline,
      command: request.commandLine,
      examples: [
        .init("Detect", command: ["lstm", "detect", folder.path, file]),
        .init("Score it on labelled data", command: ["lstm", "evaluate", folder.path, "FILE"]),
      ],
      limits: description.limits)
  }
}
