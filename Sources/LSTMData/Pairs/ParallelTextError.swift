import LSTMTensor

/// What can be wrong with sentences and their translations.
public enum ParallelTextError: ReportableError, Equatable {
  /// The two files do not have as many lines as each other.
  case unequalLines(source: String, sourceCount: Int, target: String, targetCount: Int)
  /// A line of a table does not have two fields.
  case fields(file: String, row: Int, found: Int)
  /// No pair has text on both sides.
  case noPairs(file: String, emptyCount: Int)
  /// More files than a source and a target.
  case fileCount(Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .unequalLines, .fields, .noPairs: .badData
    case .fileCount: .usage
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .unequalLines(let source, let sourceCount, let target, let targetCount):
      "\(source) has \(sourceCount) lines and \(target) has \(targetCount); expected as many, line n of the one being the "
        + "translation of line n of the other. Look for a line that is missing or broken in two."
    case .fields(let file, let row, let found):
      "\(file), line \(row): found \(found) field\(found == 1 ? "" : "s"); expected two, the source and its translation, with a "
        + "tab between them. Remove other tabs, or give two files of one sentence a line."
    case .noPairs(let file, let emptyCount):
      "\(file): no line has text on both sides (\(emptyCount) have none on one); expected sentences and their translations."
    case .fileCount(let count):
      "Found \(count) files; expected one (source, tab, translation on a line) or two (source file, translation file)."
    }
  }
}
