extension SafetensorsError {
  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .tooShort(let file, let byteCount):
      "\(file) has \(byteCount) bytes; a safetensors file has at least 8. \(Self.fetchAgain)"
    case .headerTooLong(let file, let length, let limit):
      "\(file): the header claims \(length) bytes; the format allows \(limit). This is no "
        + "safetensors file, or a damaged one."
    case .headerCutOff(let file, let length, let byteCount):
      "\(file): the header claims \(length) bytes, but only \(byteCount - 8) follow its length. "
        + Self.fetchAgain
    case .invalidHeader(let file, let offset, let found, let expected):
      "\(file): byte \(offset), in the header, is \(found); expected \(expected)."
    case .headerNotJSON(let error):
      "The safetensors header is not valid: \(error.description)"
    case .unsupportedType(let file, let tensor, let type):
      "\(file): the tensor \(tensor.quotedForMessage) is of type \(type.quotedForMessage); "
        + "supported are \(SafetensorsType.allCases.map(\.rawValue).joined(separator: ", "))."
    case .shapeTooLarge(let file, let tensor):
      "\(file): the shape of the tensor \(tensor.quotedForMessage) has more elements than 64 bits "
        + "can count. The file is damaged or hostile."
    case .gapOrOverlap(let file, let tensor, let begin, let expected):
      "\(file): the data of the tensor \(tensor.quotedForMessage) begins at \(begin); expected "
        + "\(expected), where the data before it ends."
    case .sizeMismatch(let file, let tensor, let byteCount, let expected):
      "\(file): the tensor \(tensor.quotedForMessage) has \(byteCount) bytes; its shape and type "
        + "need \(expected)."
    case .endMismatch(let file, let byteCount, let expected):
      "\(file) has \(byteCount) bytes; its header accounts for \(expected). \(Self.fetchAgain)"
    case .missingTensor(let file, let tensor):
      "\(file) has no tensor \(tensor.quotedForMessage), which is required."
    case .wrongType(let file, let tensor, let type, let expected):
      "\(file): the tensor \(tensor.quotedForMessage) is of type \(type.rawValue); expected "
        + "\(expected)."
    case .valueOutOfRange(let file, let tensor, let position, let value):
      "\(file): element \(position) of the tensor \(tensor.quotedForMessage) is \(value); expected "
        + "at most \(Int64.max)."
    case .shapeMismatch(let tensor, let count, let shape):
      "The tensor \(tensor.quotedForMessage) to be written has \(count) values, which do not fill "
        + "the shape \(shape)."
    case .nameTaken(let name):
      "A safetensors file to be written has the name \(name.quotedForMessage) twice."
    case .headerTooLongToWrite(let length, let limit):
      "The header of a safetensors file to be written has \(length) bytes; the format allows "
        + "\(limit)."
    }
  }

  private static let fetchAgain = "The file may be incomplete: fetch or write it again."
}
