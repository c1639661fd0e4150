import LSTMTensor

/// What can be wrong with a JSON text, with a value in it, or with a value to be written.
///
/// `document` names the text, usually by its file; `offset` counts bytes from zero; `path` leads to
/// the value, as in `layers[0].hiddenSize`, and is empty for the whole text.
public enum JSONError: ReportableError, Equatable {
  /// The text breaks the grammar of RFC 8259.
  case syntax(document: String, offset: Int, found: String, expected: String)
  /// The string that begins at `offset` is not UTF-8.
  case invalidUTF8(document: String, offset: Int)
  /// An escape names one half of a surrogate pair without the other.
  case loneSurrogate(document: String, offset: Int)
  /// One object has a name twice.
  case duplicateName(document: String, offset: Int, name: String)
  /// Arrays and objects are nested more than `limit` deep.
  case tooDeep(document: String, offset: Int, limit: Int)
  /// A number is beyond the range of `Double`.
  case numberTooLarge(document: String, offset: Int, text: String)
  /// An object lacks a member.
  case missingMember(document: String, path: String, name: String)
  /// An object has a member that nothing reads.
  case unknownMember(document: String, path: String, name: String, known: [String])
  /// A value is of another type, or out of its range.
  case unexpectedValue(document: String, path: String, found: String, expected: String)
  /// A value to be written is infinite or not a number.
  case notFinite(path: String, value: Double)
  /// A value to be written is nested more than `limit` deep.
  case tooDeepToWrite(limit: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .notFinite, .tooDeepToWrite: .internalFault
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .syntax(let document, let offset, let found, let expected):
      "\(document): byte \(offset) of the JSON text is \(found); expected \(expected)."
    case .invalidUTF8(let document, let offset):
      "\(document): the string at byte \(offset) of the JSON text is not UTF-8. "
        + "Save the file as UTF-8."
    case .loneSurrogate(let document, let offset):
      "\(document): the escape at byte \(offset) of the JSON text is half of a surrogate pair; "
        + "expected both halves, a high one and then a low one."
    case .duplicateName(let document, let offset, let name):
      "\(document): the name \(name.quotedForMessage) at byte \(offset) of the JSON text comes "
        + "twice in one object; expected each name once."
    case .tooDeep(let document, let offset, let limit):
      "\(document): byte \(offset) of the JSON text opens level \(limit + 1); expected at most "
        + "\(limit) nested arrays and objects."
    case .numberTooLarge(let document, let offset, let text):
      "\(document): the number \(text) at byte \(offset) of the JSON text is too large; expected "
        + "at most 1.8e308."
    case .missingMember(let document, let path, let name):
      "\(document): \(Self.place(path)) has no member \(name.quotedForMessage), which is required."
    case .unknownMember(let document, let path, let name, let known):
      "\(document): \(Self.place(path)) has the unknown member \(name.quotedForMessage); expected "
        + "only \(known.joined(separator: ", "))."
    case .unexpectedValue(let document, let path, let found, let expected):
      "\(document): \(Self.place(path)) is \(found); expected \(expected)."
    case .notFinite(let path, let value):
      "\(Self.place(path)) is \(value), which JSON cannot hold; expected a finite number."
    case .tooDeepToWrite(let limit):
      "A JSON value to be written is nested more than \(limit) deep, which no reader here accepts."
    }
  }

  private static func place(_ path: String) -> String {
    path.isEmpty ? "the top level" : path
  }
}
