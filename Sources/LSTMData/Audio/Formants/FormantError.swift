import LSTMTensor

/// A text that formant synthesis cannot say.
public enum FormantError: ReportableError, Equatable {
  /// There is nothing to say.
  case emptyText
  /// A word is not in the small dictionary.
  case unknownWord(word: String, known: [String])

  /// A request out of range.
  public var kind: FailureKind { .usage }

  /// What was found, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .emptyText:
      "the text to say is empty; expected words. Give one of: "
        + FormantVoice.words.joined(separator: ", ") + "."
    case .unknownWord(let word, let known):
      "the word \"\(word)\" is not among those that formant synthesis can say: "
        + known.joined(separator: ", ")
        + ".\(word.nearest(in: known).map { " Did you mean \"\($0)\"?" } ?? "") Choose one of them, or spell it as phones."
    }
  }
}
