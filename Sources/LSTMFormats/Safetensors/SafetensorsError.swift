import LSTMTensor

/// What can be wrong with a safetensors file, or with the tensors meant for one.
public enum SafetensorsError: ReportableError, Equatable {
  /// The file is shorter than the length of its header, 8 bytes.
  case tooShort(file: String, byteCount: Int)
  /// The header claims to be longer than the format allows.
  case headerTooLong(file: String, length: UInt64, limit: Int)
  /// The header claims to be longer than the file.
  case headerCutOff(file: String, length: Int, byteCount: Int)
  /// The header does not say what a header says; `offset` counts bytes of the file from zero.
  case invalidHeader(file: String, offset: Int, found: String, expected: String)
  /// The header is not JSON.
  case headerNotJSON(JSONError)
  /// A tensor's numbers are of a type that this package does not read.
  case unsupportedType(file: String, tensor: String, type: String)
  /// A tensor's shape has more elements than 64 bits can count.
  case shapeTooLarge(file: String, tensor: String)
  /// A tensor's bytes do not begin where those before it end.
  case gapOrOverlap(file: String, tensor: String, begin: Int, expected: Int)
  /// A tensor has another number of bytes than its shape and type need.
  case sizeMismatch(file: String, tensor: String, byteCount: Int, expected: Int)
  /// The file does not end with the last tensor.
  case endMismatch(file: String, byteCount: Int, expected: Int)
  /// The file has no tensor of this name.
  case missingTensor(file: String, tensor: String)
  /// A tensor's numbers are not of a type that was asked for.
  case wrongType(file: String, tensor: String, type: SafetensorsType, expected: String)
  /// A number does not fit the type that was asked for; `position` counts from zero.
  case valueOutOfRange(file: String, tensor: String, position: Int, value: UInt64)
  /// The values to be written do not fill the shape.
  case shapeMismatch(tensor: String, count: Int, shape: [Int])
  /// Two tensors or notes to be written have one name, or a tensor has the name of the notes.
  case nameTaken(String)
  /// The header to be written is longer than the format allows.
  case headerTooLongToWrite(length: Int, limit: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .shapeMismatch, .nameTaken, .headerTooLongToWrite: .internalFault
    default: .badData
    }
  }
}
