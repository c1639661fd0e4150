import LSTMData
import LSTMFormats
import LSTMTraining

extension EventPlan: DetectorPlan {
  typealias Problem = EventProblem
  typealias Trained = TrainedEventDetector

  var kind: DetectorKind { .events }
  var file: String { table.file }
  var digest: String { table.digest }
  var trainingCount: Int { training.count }
  var normal: String? { features.normal }
  var architectureJSON: JSONValue { architecture.json }
  var featuresJSON: JSONValue { features.json }

  func networks(_ options: DetectorOptions) -> EventModel {
    EventModel(architecture, seed: options.seed)
  }

  /// The training of the networks.
  func trainer(_ options: DetectorOptions) -> Trainer<EventProblem> {
    Trainer(
      EventProblem(
        data, training: training, validation: validation, batchSize: options.batchSize,
        positiveWeight: options.anomalyWeight, seed: options.seed),
      options: options.training(kind: .events, windowCount: training.count))
  }

  /// What was found and chosen, a line each.
  var lines: [String] {
    let anomalies = labels[..<firstHeldOut].count { $0 == true }
    let learned = features.isSupervised ? ", \(anomalies) anomalies among them" : ""
    let (numbers, categories) = (features.numbers.map(\.name), features.categories)
    return notes + [
      "Read are the time"
        + (numbers.isEmpty ? "" : ", the numbers \(numbers.joined(separator: ", "))")
        + (categories.isEmpty ? "" : ", the names \(categories.joined(separator: ", "))") + ".",
      features.isSupervised
        ? "Classes are learned from; that of an event is known \(features.labelDelay.text(0)) days after it."
        : "No class is learned from.",
      "\(table.file): \(firstHeldOut) events of \(table.entities.count) owners to learn from\(learned), "
        + "\(table.count - firstHeldOut) held out.",
    ]
  }

  var description: DetectorDescription {
    let isSupervised = features.isSupervised
    return DetectorDescription(
      summary: isSupervised
        ? "A detector of anomalies among events, by the classes of earlier ones."
        : "A detector of unusual events, without classes.",
      architecture: [
        ("Numbers", features.numbers.map(\.name).joined(separator: ", ")),
        ("Names", features.categories.joined(separator: ", ")),
        ("Inputs", "\(architecture.inputSize), of \(features.measureCount) measures of an event"),
      ],
      training: isSupervised
        ? [
          ("Class of an event known", "after \(features.labelDelay.text(0)) days"),
          ("Flag", "from the score with the best F1 on what was held out"),
        ] : [("Flag", "from the score that one event in a hundred exceeds on what was held out")],
      measuredOn:
        "the last \(table.count - firstHeldOut) events, by which weights and threshold were chosen",
      baseline: "the distance from the usual numbers of all",
      limits: isSupervised
        ? ["Anomalies of a kind that it has not seen are none to it."]
        : ["What is rare is unusual to it, harmless or not."])
  }
}

extension TrainedEventDetector: MeasuredDetector {
  typealias Plan = EventPlan

  var featuresJSON: JSONValue { features.json }
  var networks: EventModel { model }
  var detector: TrainedDetector { .events(self) }
}
