import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels

/// A detector of any kind that has learned, as a model folder holds it.
///
/// The member `kind` of the architecture says which it is.
public enum TrainedDetector: Sendable {
  /// Of sequences and series.
  case sequences(TrainedSequenceDetector)
  /// Of events.
  case events(TrainedEventDetector)

  /// The name of the task in `config.json`.
  public static let task = "detector"
  /// The file in a model folder that says which columns are read and how.
  static let featuresFile = "features.json"

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw DetectorTaskError.otherTask(model: folder.path, task: configuration.task)
    }
    let json = JSONReader(configuration.architecture, document: "\(folder.path)/config.json")
    switch try DetectorKind(json: json.member("kind")) {
    case .rows, .series:
      self = .sequences(try TrainedSequenceDetector(contentsOf: folder, configuration))
    case .events: self = .events(try TrainedEventDetector(contentsOf: folder, configuration))
    }
  }

  /// Numbers that the model holds.
  public var parameterCount: Int {
    switch self {
    case .sequences(let trained): trained.model.parameterCount
    case .events(let trained): trained.model.parameterCount
    }
  }
}
