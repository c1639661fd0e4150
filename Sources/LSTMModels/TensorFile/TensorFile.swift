import LSTMFormats
import LSTMTensor

/// A file of named tensors, of notes about them, and of a checksum over all: the form of weights,
/// of checkpoints and of n-grams.
///
/// It is a safetensors file that any reader takes; this one also refuses it when one bit of it has
/// changed, see ``TensorFileSeal``. The numbers stay in the file's memory until they are copied.
struct TensorFile: Sendable {
  /// The version of the notes that this build writes, and the newest that it reads.
  static let version = 1

  /// What a file is for; the raw value stands in the note `format`.
  enum Kind: String, Sendable {
    case weights = "swift-lstm"
    case checkpoint = "swift-lstm checkpoint"
    case nGrams = "swift-lstm n-grams"

    /// What its tensors are made of.
    var numbers: SafetensorsType {
      switch self {
      case .weights, .checkpoint: .float32
      case .nGrams: .unsigned8
      }
    }
  }

  private let file: SafetensorsFile

  /// The names and shapes of the tensors, in the order of the names' bytes.
  var entries: [SafetensorsTensor] { file.tensors }

  /// The note of a name, `nil` where there is none.
  func note(_ name: String) -> String? {
    file.note(name)
  }
}

// MARK: - Writing

extension TensorFile {
  /// Writes a file of numbers, whole or not at all.
  ///
  /// - Parameters:
  ///   - kind: What the file is for, with tensors of type F32.
  ///   - tensors: Each name once.
  ///   - notes: Each name once, and none of `format`, `version` and `checksum`.
  ///   - path: Where it goes.
  static func write(
    _ kind: Kind, tensors: [(name: String, tensor: Tensor)],
    notes: [(name: String, value: String)], to path: String
  ) throws {
    try write(kind, notes: notes, to: path) { seal, writer in
      for (name, tensor) in tensors.sorted(by: { TensorFileSeal.precedes($0.name, $1.name) }) {
        tensor.withBuffer { seal.add(name, shape: tensor.shape.array, $0.span.bytes) }
        try writer.add(name, shape: tensor.shape.array, floats: tensor.values)
      }
    }
  }

  /// Writes a file of bytes, whole or not at all; see
  /// ``write(_:tensors:notes:to:)-(_,[(String,Tensor)],_,_)``.
  ///
  /// - Parameters:
  ///   - kind: What the file is for, with tensors of type U8.
  ///   - tensors: Each name once.
  ///   - notes: As there.
  ///   - path: Where it goes.
  static func write(
    _ kind: Kind, tensors: [(name: String, bytes: [UInt8])],
    notes: [(name: String, value: String)], to path: String
  ) throws {
    try write(kind, notes: notes, to: path) { seal, writer in
      for (name, bytes) in tensors.sorted(by: { TensorFileSeal.precedes($0.name, $1.name) }) {
        seal.add(name, shape: [bytes.count], bytes.span.bytes)
        try writer.add(name, shape: [bytes.count], bytes: bytes)
      }
    }
  }

  private static func write(
    _ kind: Kind, notes: [(name: String, value: String)], to path: String,
    addingTensors add: (inout TensorFileSeal, inout SafetensorsWriter) throws -> Void
  ) throws {
    let notes = notes + [("format", kind.rawValue), ("version", String(version))]
    var seal = TensorFileSeal(notes: notes)
    var writer = SafetensorsWriter()
    for (name, value) in notes { try writer.addNote(name, value) }
    try add(&seal, &writer)
    try writer.addNote(TensorFileSeal.note, seal.text)
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
    file = try SafetensorsFile(contentsOf: path)
    try checkFormat(kind)
    var seal = TensorFileSeal(notes: file.metadata.filter { $0.name != TensorFileSeal.note })
    for entry in entries.sorted(by: { TensorFileSeal.precedes($0.name, $1.name) }) {
      try checkType(of: entry, in: kind)
      try file.withBytes(ofTensor: entry.name) {
        seal.add(entry.name, shape: entry.shape, $0)
      }
    }
    guard note(TensorFileSeal.note) == seal.text else {
      throw TensorFileError.damaged(file: path)
    }
  }

  private func checkFormat(_ kind: Kind) throws {
    let found = note("format")
    guard found == kind.rawValue else {
      throw TensorFileError.otherKind(file: file.path, found: found, expected: kind.rawValue)
    }
    guard let version = note("version").flatMap({ Int($0) }), version > 0 else {
      throw TensorFileError.damaged(file: file.path)
    }
    guard version <= Self.version else {
      throw TensorFileError.futureVersion(
        file: file.path, found: version, supported: Self.version)
    }
  }

  private func checkType(of entry: SafetensorsTensor, in kind: Kind) throws {
    guard entry.type == kind.numbers else {
      throw SafetensorsError.wrongType(
        file: file.path, tensor: entry.name, type: entry.type, expected: kind.numbers.rawValue)
    }
    guard entry.shape.count <= Shape.largestRank else {
      throw TensorFileError.tooManyAxes(
        file: file.path, tensor: entry.name, found: entry.shape.count, limit: Shape.largestRank)
    }
  }
}

// MARK: - Numbers

extension TensorFile {
  /// A tensor of the file.
  func tensor(named name: String) throws -> Tensor {
    var tensor = Tensor(uninitialized: Shape(try file.tensor(named: name).shape))
    try copy(name, into: &tensor)
    return tensor
  }

  /// The bytes of a tensor of type U8.
  func bytes(named name: String) throws -> [UInt8] {
    try file.bytes(named: name)
  }

  /// Copies the numbers of a tensor into another of the same size.
  func copy(_ name: String, into tensor: inout Tensor) throws {
    try file.copyFloats(named: name, into: &tensor)
  }

  /// Where the first infinity or NaN of a tensor is, and which; `nil` where there is none.
  func firstNonFinite(in entry: SafetensorsTensor) throws -> (index: Int, value: Float)? {
    try file.withBytes(ofTensor: entry.name) { FiniteCheck.firstFailure(in: $0) }
  }
}
