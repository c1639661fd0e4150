import LSTMFormats

/// What `config.json` says about a model: everything needed to build it again before its weights
/// are read, and how it was trained.
///
/// ```json
/// {
///   "formatVersion": 1,
///   "task": "language",
///   "architecture": { "cell": "lstm", "hiddenSize": 512, "layerCount": 2 },
///   "training": { "optimizer": "adamw", "seed": 1 }
/// }
/// ```
///
/// The task fills in both parts and reads them back; here they are carried as they are.
public struct ModelConfiguration: Sendable, Equatable {
  /// The version of the model folder that this build writes, and the newest that it reads.
  public static let formatVersion = 1

  private static let members = ["formatVersion", "task", "architecture", "training"]

  /// The task, as in `lstm train TASK`.
  public var task: String
  /// The kind and the sizes of the model, an object.
  public var architecture: JSONValue
  /// The options of the training, an object.
  public var training: JSONValue

  /// A configuration from its parts.
  public init(task: String, architecture: JSONValue, training: JSONValue) {
    self.task = task
    self.architecture = architecture
    self.training = training
  }
}

extension ModelConfiguration: JSONRepresentable {
  /// The contents of `config.json`.
  public var json: JSONValue {
    [
      "formatVersion": Self.formatVersion.json, "task": task.json, "architecture": architecture,
      "training": training,
    ]
  }

  /// Reads the contents of `config.json`.
  ///
  /// - Throws: ``ModelFolderError/futureVersion(file:found:supported:)`` for the file of a newer
  ///   build, which may hold anything else; `JSONError` where a member is missing, unknown or of
  ///   another type.
  public init(json: JSONReader) throws {
    let version = try json.member("formatVersion").integer(in: 1...Int.max)
    guard version <= Self.formatVersion else {
      throw ModelFolderError.futureVersion(
        file: json.document, found: version, supported: Self.formatVersion)
    }
    try json.refuseMembers(except: Self.members)
    task = try json.member("task").string()
    architecture = try Self.object(json.member("architecture"))
    training = try Self.object(json.member("training"))
  }

  private static func object(_ json: JSONReader) throws -> JSONValue {
    _ = try json.members()
    return json.value
  }
}
