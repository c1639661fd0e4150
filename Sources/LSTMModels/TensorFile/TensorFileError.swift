import LSTMFormats
import LSTMTensor

/// What can be wrong with weights or a checkpoint that is a valid safetensors file.
public enum TensorFileError: ReportableError, Equatable {
  /// The file is for something else, or from another program; `found` is its note `format`.
  case otherKind(file: String, found: String?, expected: String)
  /// A newer build has written the file.
  case futureVersion(file: String, found: Int, supported: Int)
  /// The contents do not agree with the checksum, or a note is missing.
  case damaged(file: String)
  /// A tensor has more axes than this package gives one.
  case tooManyAxes(file: String, tensor: String, found: Int, limit: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind { .badData }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .otherKind(let file, let found, let expected):
      "\(file): the note \"format\" is \(found?.quotedForMessage ?? "missing"); expected "
        + "\(expected.quotedForMessage). For a file of another program use `lstm convert`."
    case .futureVersion(let file, let found, let supported):
      "\(file) has the format version \(found); this build reads versions up to \(supported). "
        + "Update swift-lstm."
    case .damaged(let file):
      "\(file) is damaged: its contents do not agree with its checksum. Copy it again from where "
        + "it came from, or train the model again."
    case .tooManyAxes(let file, let tensor, let found, let limit):
      "\(file): the tensor \(tensor.quotedForMessage) has \(found) axes; expected at most \(limit)."
    }
  }
}
