import LSTMFormats
import LSTMLayers
import LSTMTraining

/// Everything that a training of a detector needs, whatever the kind of its data.
protocol DetectorPlan {
  associatedtype Problem: TrainingProblem
  associatedtype Trained: MeasuredDetector where Trained.Plan == Self

  var kind: DetectorKind { get }
  /// The file, for messages.
  var file: String { get }
  /// The SHA-256 of all that is learned from.
  var digest: String { get }
  /// Windows to learn from.
  var trainingCount: Int { get }
  /// The class that is normal, where there are classes.
  var normal: String? { get }
  /// Sizes, for `config.json`.
  var architectureJSON: JSONValue { get }
  /// Columns and scales, for `features.json`.
  var featuresJSON: JSONValue { get }
  /// What was found and chosen, a line each.
  var lines: [String] { get }
  /// The parts of a model card that depend on the kind.
  var description: DetectorDescription { get }

  /// Networks with new weights.
  func networks(_ options: DetectorOptions) -> Problem.Model
  /// The one trainer with these data.
  func trainer(_ options: DetectorOptions) -> Trainer<Problem>
}

/// A detector whose scores have been given a meaning on what was held out.
protocol MeasuredDetector {
  associatedtype Plan: DetectorPlan

  var featuresJSON: JSONValue { get }
  var networks: Plan.Problem.Model { get }
  /// It as a model folder holds it.
  var detector: TrainedDetector { get }

  /// From networks that have learned.
  init(measuring networks: Plan.Problem.Model, _ plan: Plan)

  /// How it does on what was held out; `nil` where nothing tells.
  func heldOutReport(_ plan: Plan, seconds: Double) -> DetectionReport?
}

/// A detector in words, for its model card.
struct DetectorDescription: Sendable {
  /// What it is, a sentence.
  var summary: String
  /// Its sizes.
  var architecture: [(name: String, value: String)]
  /// Particulars of its training.
  var training: [(name: String, value: String)]
  /// What the figures were measured on.
  var measuredOn: String
  /// The simple method beside it.
  var baseline: String
  /// What it cannot do, a sentence each.
  var limits: [String]
}
