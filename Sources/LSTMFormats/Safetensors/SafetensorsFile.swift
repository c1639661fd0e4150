/// A safetensors file in memory: named tensors whose numbers are decoded when asked for.
///
/// The initialisers check the whole header against the file, so that a value of this type is always
/// consistent; whether the numbers are finite is not the format's concern and is not checked.
///
/// ```swift
/// let file = try SafetensorsFile(contentsOf: "model/model.safetensors")
/// let bias = try file.floats(named: "lstm.0.bias")
/// ```
public struct SafetensorsFile: Sendable {
  /// The name of the file in messages.
  public let path: String
  /// The tensors in the order of their data.
  public let tensors: [SafetensorsTensor]
  /// The notes of the file, each name once, in the order of the text.
  public let metadata: [(name: String, value: String)]
  let bytes: [UInt8]
  private let positions: [ExactString: Int]

  /// Checks the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: Its name in messages.
  /// - Throws: ``SafetensorsError`` for the first fault.
  public init(bytes: [UInt8], path: String) throws {
    let header = try SafetensorsHeader(of: bytes, file: path)
    self.path = path
    self.bytes = bytes
    tensors = header.tensors
    metadata = header.metadata
    var positions: [ExactString: Int] = [:]
    positions.reserveCapacity(tensors.count)
    for (position, tensor) in header.tensors.enumerated() {
      positions[ExactString(tensor.name)] = position
    }
    self.positions = positions
  }

  /// Reads and checks a file.
  ///
  /// - Throws: ``FileError`` where it cannot be read, ``SafetensorsError`` where it is faulty.
  public init(contentsOf path: String) throws {
    try self.init(bytes: FileReader.bytes(of: path), path: path)
  }

  /// The note of a name, `nil` where there is none.
  public func note(_ name: String) -> String? {
    metadata.first { ExactString($0.name) == ExactString(name) }?.value
  }

  /// Whether there is a tensor of this name.
  public func contains(_ name: String) -> Bool {
    positions[ExactString(name)] != nil
  }

  /// What the header says about a tensor.
  ///
  /// - Throws: ``SafetensorsError/missingTensor(file:tensor:)`` where there is none.
  public func tensor(named name: String) throws -> SafetensorsTensor {
    guard let position = positions[ExactString(name)] else {
      throw SafetensorsError.missingTensor(file: path, tensor: name)
    }
    return tensors[position]
  }
}
