import LSTMFormats
import LSTMTensor

/// What can be wrong with a model folder, or in the way of one.
public enum ModelFolderError: ReportableError, Equatable {
  /// There is nothing of this name.
  case missing(path: String)
  /// A model folder to be opened is a file.
  case notAFolder(path: String)
  /// The folder has no `config.json`.
  case noModel(path: String)
  /// The model has no weights yet.
  case unfinished(path: String)
  /// A file that belongs to the model is not there.
  case incomplete(path: String, name: String)
  /// A newer build has written the model.
  case futureVersion(file: String, found: Int, supported: Int)
  /// A file is not as it was when the weights were written.
  case changed(file: String)
  /// A model is to be created where a file is.
  case fileInTheWay(path: String)
  /// A model is to be created where one is.
  case modelInTheWay(path: String, isFinished: Bool)
  /// A model is to be created in a folder that holds something else.
  case notEmpty(path: String, found: String)
  /// A model is to replace a file that is not known to be a model's.
  case otherFileInTheWay(path: String, name: String)
  /// A training is to continue in a folder that holds something else.
  case nothingToResume(path: String, found: String)
  /// A vocabulary is to have a name that no model folder has.
  case unknownName(String, known: [String])
  /// The names in a folder cannot be read.
  case cannotList(path: String, reason: String)
  /// A file cannot be removed.
  case cannotRemove(path: String, reason: String)
  /// A file cannot be renamed.
  case cannotRename(path: String, newPath: String, reason: String)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .missing, .notAFolder, .noModel, .unfinished, .incomplete, .nothingToResume, .cannotList:
      .missingInput
    case .futureVersion, .changed: .badData
    case .fileInTheWay, .modelInTheWay, .notEmpty, .otherFileInTheWay, .cannotRemove: .cannotCreate
    case .unknownName: .internalFault
    case .cannotRename: .inputOutput
    }
  }
}
