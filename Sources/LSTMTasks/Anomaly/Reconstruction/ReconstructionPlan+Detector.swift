import LSTMFormats
import LSTMTraining

extension ReconstructionPlan: DetectorPlan {
  typealias Problem = ReconstructionProblem
  typealias Trained = TrainedSequenceDetector

  var kind: DetectorKind { architecture.kind }
  var trainingCount: Int { training.count }
  var normal: String? { features.normal }
  var architectureJSON: JSONValue { architecture.json }
  var featuresJSON: JSONValue { features.json }

  func networks(_ options: DetectorOptions) -> ReconstructionModel {
    ReconstructionModel(architecture, mean: mean, seed: options.seed)
  }

  /// The training of the networks.
  func trainer(_ options: DetectorOptions) -> Trainer<ReconstructionProblem> {
    Trainer(
      ReconstructionProblem(
        data, training: training, validation: validation, batchSize: options.batchSize,
        seed: options.seed),
      options: options.training(kind: kind, windowCount: training.count))
  }

  /// What was found and chosen, a line each.
  var lines: [String] {
    let length = architecture.sequenceLength
    let what = kind == .rows ? "rows of \(length) steps" : "windows of \(length) rows"
    return notes + [
      "\(file): \(training.count) \(what) to learn from, \(validation.count) held out."
    ]
  }

  var description: DetectorDescription {
    let (isRows, length) = (kind == .rows, architecture.sequenceLength)
    return DetectorDescription(
      summary: isRows
        ? "A detector of unusual sequences of \(length) steps: each row is one."
        : "A detector of unusual rows of series, by windows of \(length) rows.",
      architecture: [
        ("Layers of the decoder", "\(architecture.layerCount)"),
        ("Latent values", "\(architecture.latentSize)"),
        ("Variables", features.variables.joined(separator: ", ")),
      ],
      training: [("Flag", "from the score 0.5, which one normal row in a hundred should reach")],
      measuredOn: """
        \(validation.count) normal \(isRows ? "rows" : "windows") that were held out, by which weights and \
        threshold were chosen\(others.isEmpty ? "" : ", and \(others.count) rows of other classes")
        """,
      baseline: "the distance from the mean sequence",
      limits: [
        "What is rare in its training data is unusual to it, harmless or not.",
        "Anomalies among the data that it learned from are normal to it.",
      ])
  }
}

extension TrainedSequenceDetector: MeasuredDetector {
  typealias Plan = ReconstructionPlan

  var featuresJSON: JSONValue { features.json }
  var networks: ReconstructionModel { model }
  var detector: TrainedDetector { .sequences(self) }
}
