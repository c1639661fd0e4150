import LSTMTensor

/// What can be wrong with the n-grams of a model folder, beside the file itself.
public enum KneserNeyError: ReportableError, Equatable {
  /// The file has n-grams of no length, or of more than any model.
  case order(file: String, found: Int, limit: Int)
  /// A tensor's bytes are no numbers; `offset` counts from zero.
  case bytes(file: String, tensor: String, offset: Int)
  /// A tensor's numbers are not those of n-grams.
  case nGrams(file: String, tensor: String, found: String, expected: String)
  /// The file has a tensor that says nothing of n-grams.
  case surplus(file: String, tensor: String)

  /// Bad data throughout.
  public var kind: FailureKind { .badData }

  /// The file, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .order(let file, let found, let limit):
      "\(file) has n-grams of \(found) lengths; expected 1 to \(limit). \(Self.remedy)"
    case .bytes(let file, let tensor, let offset):
      """
      \(file): byte \(offset) of the tensor "\(tensor)" begins no number; expected at most 31 bits in \
      the shortest form of LEB128. \(Self.remedy)
      """
    case .nGrams(let file, let tensor, let found, let expected):
      "\(file): the tensor \"\(tensor)\" has \(found); expected \(expected). \(Self.remedy)"
    case .surplus(let file, let tensor):
      "\(file) has the tensor \"\(tensor)\", which no n-grams have. \(Self.remedy)"
    }
  }

  private static let remedy =
    "Copy the whole model folder again, or remove the file to do without this baseline."
}
