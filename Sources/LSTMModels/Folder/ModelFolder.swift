import LSTMFormats

/// A model on disk, finished or in training.
///
/// | file | what |
/// |---|---|
/// | `config.json` | what the model is, see ``ModelConfiguration`` |
/// | `model.safetensors` | the weights; written last, so that its presence means finished |
/// | `tokenizer.json`, `vocabulary.json` or `features.json` | how data becomes numbers |
/// | `ngrams.safetensors` | of a language model: the n-grams of its text, a baseline to compare it with |
/// | `README.md` | the model card |
/// | `events.jsonl` | what happened in the training, a line an event |
/// | `checkpoints/last.safetensors`, `previous.safetensors` | where the training continues |
///
/// Every file is written whole or not at all. The checkpoints stay when the training is finished, and
/// tell a run that is resumed that nothing is left to do; without them it would train again from the
/// start. Nothing else reads them.
public struct ModelFolder: Sendable, Equatable {
  static let configurationName = "config.json"
  static let weightsName = "model.safetensors"
  static let nGramsName = "ngrams.safetensors"
  static let cardName = "README.md"
  /// The names that a vocabulary may have.
  static let vocabularyNames = ["tokenizer.json", "vocabulary.json", "features.json"]
  static let eventsName = "events.jsonl"
  static let checkpointsName = "checkpoints"

  /// The path of the folder.
  public let path: String

  init(path: String) {
    self.path = path
  }

  /// Opens a model.
  ///
  /// - Throws: ``ModelFolderError`` where there is no folder, or it holds no `config.json`.
  public static func open(_ path: String) throws -> ModelFolder {
    let folder = ModelFolder(path: path)
    switch FolderEntry(path).kind {
    case .nothing: throw ModelFolderError.missing(path: path)
    case .file: throw ModelFolderError.notAFolder(path: path)
    case .folder: break
    }
    guard FolderEntry(folder.configurationPath).kind == .file else {
      throw ModelFolderError.noModel(path: path)
    }
    return folder
  }

  /// Whether the training has come to its end and the weights are there.
  public var isFinished: Bool { FolderEntry(weightsPath).kind == .file }

  /// Whether `config.json` is there.
  package var hasConfiguration: Bool { FolderEntry(configurationPath).kind == .file }

  /// Where `config.json` is.
  public var configurationPath: String { path(of: Self.configurationName) }

  /// Where the weights are.
  public var weightsPath: String { path(of: Self.weightsName) }

  /// Where the n-grams of a language model are, if it has any.
  public var nGramsPath: String { path(of: Self.nGramsName) }

  /// Where the training's events go.
  public var eventsPath: String { path(of: Self.eventsName) }

  /// The path of a file in the folder.
  func path(of name: String) -> String {
    path.hasSuffix("/") ? path + name : path + "/" + name
  }
}
