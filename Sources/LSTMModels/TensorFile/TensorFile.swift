import LSTMFormats
import LSTMTensor

/// Named tensors, notes about them, and a checksum over all: the form of weights and checkpoints.
///
/// It is a safetensors file that any reader takes; this one also refuses it when one bit of it has
/// changed, see ``TensorFileSeal``.
struct TensorFile: Sendable {
  /// The version of the notes that this build writes, and the newest that it reads.
  static let version = 1

  /// What a file of tensors is for; the raw value stands in the note `format`.
  enum Kind: String, Sendable {
    case weights = "swift-lstm"
    case checkpoint = "swift-lstm checkpoint"
  }

  var kind: Kind
  /// The tensors; a file keeps them in the order of their names.
  var tensors: [(name: String, tensor: Tensor)]
  /// What the file says besides, each name once; `format`, `version` and `checksum` are taken.
  var notes: [(name: String, value: String)]

  /// The note of a name, `nil` where there is none.
  func note(_ name: String) -> String? {
    notes.first { $0.name == name }?.value
  }
}

// MARK: - Writing

extension TensorFile {
  /// Writes the file, whole or not at all.
  func write(to path: String) throws {
    let all = notes + [("format", kind.rawValue), ("version", String(Self.version))]
    var writer = SafetensorsWriter()
    for (name, value) in all { try writer.addNote(name, value) }
    try writer.addNote(TensorFileSeal.name, TensorFileSeal.text(notes: all, tensors: tensors))
    for (name, tensor) in tensors {
      try writer.add(name, shape: tensor.shape.array, floats: tensor.values)
    }
    try AtomicFile.write(writer.bytes(), to: path)
  }
}

// MARK: - Reading

extension TensorFile {
  /// Reads and checks a file.
  ///
  /// - Throws: `FileError` where it cannot be read, `SafetensorsError` where it is no safetensors
  ///   file, ``TensorFileError`` where it is of another kind, newer, or damaged.
  init(_ kind: Kind, contentsOf path: String) throws {
    let file = try SafetensorsFile(contentsOf: path)
    try Self.checkFormat(of: file, kind)
    self.kind = kind
    tensors = try file.tensors.map { ($0.name, try Self.tensor($0, of: file)) }
    notes = file.metadata.filter { $0.name != TensorFileSeal.name }
    let expected = file.note(TensorFileSeal.name)
    guard expected == TensorFileSeal.text(notes: notes, tensors: tensors) else {
      throw TensorFileError.damaged(file: path)
    }
  }

  private static func checkFormat(of file: SafetensorsFile, _ kind: Kind) throws {
    let found = file.note("format")
    guard found == kind.rawValue else {
      throw TensorFileError.otherKind(file: file.path, found: found, expected: kind.rawValue)
    }
    guard let version = file.note("version").flatMap({ Int($0) }), version > 0 else {
      throw TensorFileError.damaged(file: file.path)
    }
    guard version <= Self.version else {
      throw TensorFileError.futureVersion(
        file: file.path, found: version, supported: Self.version)
    }
  }

  private static func tensor(
    _ entry: SafetensorsTensor, of file: SafetensorsFile
  ) throws -> Tensor {
    guard entry.type == .float32 else {
      throw SafetensorsError.wrongType(
        file: file.path, tensor: entry.name, type: entry.type, expected: "F32")
    }
    guard entry.shape.count <= Shape.largestRank else {
      throw TensorFileError.tooManyAxes(
        file: file.path, tensor: entry.name, found: entry.shape.count, limit: Shape.largestRank)
    }
    return Tensor(try file.floats(named: entry.name), shape: Shape(entry.shape))
  }
}
