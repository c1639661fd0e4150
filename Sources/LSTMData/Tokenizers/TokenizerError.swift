import LSTMTensor

/// What can be wrong with the making of a tokenizer.
///
/// Those about a description name the token or merge, counted from zero, in the list they were found
/// in; who read the list from a file adds the file's name.
public enum TokenizerError: ReportableError, Equatable {
  /// There is no text to learn from.
  case emptyText
  /// The vocabulary may have fewer tokens than the tokenizer needs at least, or more than it can have.
  case vocabularySize(found: Int, minimum: Int, maximum: Int)
  /// A word must occur at least once to become a token.
  case minimumCount(found: Int)
  /// The description is of another kind of tokenizer.
  case wrongKind(found: TokenizerDescription.Kind, expected: TokenizerDescription.Kind)
  /// The description has a part that this kind of tokenizer does not have.
  case unexpectedPart(kind: TokenizerDescription.Kind, part: String)
  /// The description has more tokens than any tokenizer.
  case tooManyTokens(found: Int, maximum: Int)
  /// A token has no bytes, or too many.
  case tokenLength(number: Int, found: Int, maximum: Int)
  /// A token's bytes are not UTF-8.
  case tokenNotUTF8(number: Int)
  /// A token is there twice.
  case duplicateToken(number: Int, first: Int)
  /// A token is not of the form that this kind of tokenizer makes.
  case tokenForm(number: Int, found: String, expected: String)
  /// The description lacks a token that this kind of tokenizer needs.
  case missingToken(String)
  /// A merge joins tokens that are not there yet.
  case mergeOutOfRange(number: Int, left: Int32, right: Int32)
  /// Two merges make the same token.
  case duplicateMerge(number: Int, first: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .vocabularySize, .minimumCount: .usage
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .emptyText:
      "The training text is empty; expected at least one character to learn a vocabulary from."
    case .vocabularySize(let found, let minimum, let maximum):
      "The vocabulary may have \(found) tokens; expected a number from \(minimum) to \(maximum)."
    case .minimumCount(let found):
      "A word must occur \(found) times to become a token; expected a number from 1."
    default:
      "In the tokenizer's description \(fault). The file was changed or damaged: take it from the "
        + "trained model again."
    }
  }
}

extension TokenizerError {
  private var fault: String {
    switch self {
    case .wrongKind(let found, let expected):
      "the kind is \(found.rawValue); expected \(expected.rawValue)"
    case .unexpectedPart(let kind, let part):
      "there is a part \"\(part)\", which the kind \(kind.rawValue) does not have"
    case .tooManyTokens(let found, let maximum):
      "there are \(found) tokens; expected at most \(maximum)"
    case .tokenLength(let number, let found, let maximum):
      "token \(number) has \(found) bytes; expected 1 to \(maximum)"
    case .tokenNotUTF8(let number):
      "token \(number) is not valid UTF-8"
    case .duplicateToken(let number, let first):
      "token \(number) is the same as token \(first); expected each once"
    case .tokenForm(let number, let found, let expected):
      "token \(number) is \"\(found)\"; expected \(expected)"
    case .missingToken(let token):
      "there is no token \"\(token)\", which this kind needs"
    case .mergeOutOfRange(let number, let left, let right):
      "merge \(number) joins tokens \(left) and \(right); expected numbers from 0 to "
        + "\(256 + number - 1)"
    case .duplicateMerge(let number, let first):
      "merge \(number) makes the same token as merge \(first); expected each once"
    case .emptyText, .vocabularySize, .minimumCount:
      ""
    }
  }
}
