import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// A recogniser that has learned.
///
/// ```swift
/// let recognizer = try TrainedRecognizer(contentsOf: ModelFolder.open("digits-recognizer"))
/// let words = try recognizer.transcribe(WAVFile(contentsOf: "pin.wav").mono)
/// print(words.text, words.map(\.time))
/// ```
public struct TrainedRecognizer: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "recognizer"
  /// The file in a model folder that says how sound is read, and what the units are.
  static let featuresFile = "features.json"

  var model: RecognizerModel
  let features: RecognizerFeatures
  let analysis: AcousticAnalysis
  let networks: [PreparedRecognizer]

  init(
    model: RecognizerModel, features: RecognizerFeatures
  ) throws(AcousticOptionError) {
    self.model = model
    self.features = features
    analysis = try AcousticAnalysis(features.acoustics)
    networks = model.members.map { PreparedRecognizer($0) }
  }

  /// Samples a second that the networks read; other sound is brought to it.
  public var sampleRate: Int { features.acoustics.sampleRate }
  /// What is told apart.
  public var units: SpeechUnits { features.units }
  /// Whether speech can be recognised while it comes.
  public var isStreaming: Bool { model.architecture.isStreaming }
  /// The seconds from a step of the networks to the next.
  public var stepDuration: Double { features.stepDuration }
  /// Numbers that the networks hold.
  public var parameterCount: Int { model.parameterCount }

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw RecognizerError.otherTask(model: folder.path, task: configuration.task)
    }
    let architecture = try RecognizerArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    let reader = JSONReader(
      try folder.vocabulary(named: Self.featuresFile),
      document: "\(folder.path)/\(Self.featuresFile)")
    let features = try RecognizerFeatures(json: reader)
    guard features.units.classCount == architecture.classCount else {
      throw try reader.member("units").expected("\(architecture.classCount - 1) symbols")
    }
    guard features.inputSize == architecture.inputSize else {
      throw try reader.member("stacking").expected("\(architecture.inputSize) values a step")
    }
    guard (features.normalization == .running) == architecture.isStreaming else {
      throw try reader.member("normalization").expected(
        architecture.isStreaming ? "\"running\" of a streaming model" : "\"utterance\"")
    }
    var model = RecognizerModel(unset: architecture)
    try folder.loadWeights(into: &model)
    try self.init(model: model, features: features)
  }

  /// The commonest text of a model's training, the honest answer of who hears nothing.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public static func commonestText(in folder: ModelFolder) throws -> String {
    try JSONReader(
      folder.configuration().training, document: "\(folder.path)/config.json"
    ).member("commonest").string()
  }
}
