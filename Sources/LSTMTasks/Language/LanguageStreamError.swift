import LSTMTensor

/// Why bytes are not the saved state of a stream of this model.
public enum LanguageStreamError: ReportableError, Equatable {
  /// The bytes are something else; `found` is their note `format`.
  case otherKind(found: String?)
  /// A newer build has written them.
  case futureVersion(found: Int, supported: Int)
  /// They are not as they were written.
  case damaged
  /// They are of a model with other sizes; `expected` is `nil` where this model has no such tensor.
  case otherModel(tensor: String, found: [Int], expected: [Int]?)

  /// Bad data throughout.
  public var kind: FailureKind { .badData }

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .otherKind(let found):
      """
      the saved stream says it is "\(found ?? "nothing")"; expected the saved state of a language \
      model's stream. Read the text again from its beginning.
      """
    case .futureVersion(let found, let supported):
      """
      the saved stream has the format version \(found); this build reads versions up to \
      \(supported). Update swift-lstm.
      """
    case .damaged:
      """
      the saved stream is damaged: its contents do not agree with its checksum. Read the text again \
      from its beginning.
      """
    case .otherModel(let tensor, let found, let expected):
      """
      the saved stream is of another model: its tensor "\(tensor)" has the shape \(found), \
      \(expected.map { "expected \($0)" } ?? "and this model has none of that name"). Restore it with \
      the model that saved it.
      """
    }
  }
}
