import LSTMTensor

/// What can be wrong with a translator or with what it is asked to learn from.
public enum TranslationError: ReportableError, Equatable {
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// Too few pairs to learn from and to validate on.
  case tooFewPairs(file: String, found: Int, needed: Int)
  /// A line of standard input is not UTF-8.
  case invalidLine(row: Int)
  /// Tokenizer and network were not made for each other.
  case vocabularyMismatch(model: String, tokens: Int, outputs: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind { .badData }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .otherTask(let model, let task):
      "\(model) is a model of the task \"\(task)\"; a translator is needed. `lstm train translator` makes one."
    case .tooFewPairs(let file, let found, let needed):
      "\(file) has \(found) sentence\(found == 1 ? "" : "s") with a translation of usual length; at least \(needed) are needed, of "
        + "which some are kept for validation. Give more, or raise --longest."
    case .invalidLine(let row):
      "standard input, line \(row): it is not valid UTF-8. Convert it, for instance with `iconv -f latin1 -t utf-8`."
    case .vocabularyMismatch(let model, let tokens, let outputs):
      "\(model): tokenizer.json has \(tokens) tokens but the network of config.json \(outputs). The files are of different models: "
        + "copy the whole folder again."
    }
  }
}
