import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// What a classifier says of an example.
public struct Classification: Sendable, Equatable {
  /// The likeliest class; where there can be several, all from one half on with commas between them.
  public let label: String
  /// How likely the label is; where there can be several, the likeliest of them.
  public let probability: Double
  /// How likely each class is, in the order of ``TrainedClassifier/classes``.
  public let probabilities: [Double]
}

/// A classifier that has learned: networks and a linear model beside them, with shares that fit what was held out.
///
/// ```swift
/// let trained = try TrainedClassifier(contentsOf: ModelFolder.open("reviews-classifier"))
/// let found = try trained.predict(["a joy from start to end", "dull"])
/// print(found.map(\.label), found.map(\.probability))
/// ```
public struct TrainedClassifier: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "classifier"
  /// The file in a model folder that says how examples are read.
  static let featuresFile = "features.json"

  var model: ClassifierModel
  let linear: LinearModel
  let features: ClassifierFeatures

  init(model: ClassifierModel, linear: LinearModel, features: ClassifierFeatures) {
    self.model = model
    self.linear = linear
    self.features = features
  }

  /// The names of the classes.
  public var classes: [String] { features.classes }
  /// Whether an example can have several classes, or none.
  public var isMultilabel: Bool { features.isMultilabel }
  /// Whether it reads texts; otherwise sequences of numbers.
  public var readsTexts: Bool {
    if case .text = features.encoding { true } else { false }
  }
  /// Numbers that networks and linear model hold.
  public var parameterCount: Int { model.parameterCount + linear.parameterCount }
  /// How much the linear model counts beside the networks: its multiplier over the sum of both.
  public var linearShare: Double {
    let sum = features.mix.network + features.mix.linear
    return sum > 0 ? features.mix.linear / sum : 0
  }
}

extension TrainedClassifier {
  /// What networks and linear model hold, in the order of the file.
  struct Weights: Module {
    var networks: ClassifierModel
    var linear: LinearModel

    mutating func visitParameters(
      _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
    ) rethrows {
      try networks.visitParameters(visit)
      try linear.visitParameters(under: "linear", visit)
    }
  }

  var weights: Weights { Weights(networks: model, linear: linear) }

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw ClassifierError.otherTask(model: folder.path, task: configuration.task)
    }
    let architecture = try ClassifierArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    let reader = JSONReader(
      try folder.vocabulary(named: Self.featuresFile),
      document: "\(folder.path)/\(Self.featuresFile)")
    let features = try ClassifierFeatures(json: reader)
    guard features.classes.count == architecture.classCount else {
      throw try reader.member("classes").expected("\(architecture.classCount) names")
    }
    switch features.encoding {
    case .text(let text):
      guard text.vocabularySize == architecture.vocabularySize else {
        throw try reader.member("tokenizer").expected(
          "\(architecture.vocabularySize - 1) tokens")
      }
    case .sequence(let sequence):
      guard architecture.vocabularySize == 0, sequence.width == architecture.inputSize else {
        throw try reader.member("scalers").expected("\(architecture.inputSize) values a step")
      }
    }
    var weights = Weights(
      networks: ClassifierModel(unset: architecture),
      linear: LinearModel(unset: features.linear, classCount: architecture.classCount))
    try folder.loadWeights(into: &weights)
    self.init(model: weights.networks, linear: weights.linear, features: features)
  }
}
