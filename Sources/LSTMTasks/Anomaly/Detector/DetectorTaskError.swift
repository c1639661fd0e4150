import LSTMFormats
import LSTMTensor

/// What can be wrong with the data of a detector, its model or a request.
public enum DetectorTaskError: ReportableError, Equatable {
  /// Too few normal sequences to learn from.
  case tooFewSequences(file: String, found: Int, needed: Int, normal: String?)
  /// Too few rows to learn from.
  case tooShort(file: String, found: Int, needed: Int, length: Int)
  /// Sequences of one value, which are none.
  case noSteps(file: String)
  /// A sequence has another length than the first.
  case unequalLengths(file: String, sequence: Int, found: Int, expected: Int)
  /// The sequences are of another length than those learned from, or of another number of values a step.
  case otherShape(file: String, found: String, expected: String)
  /// The class that is to be the normal one does not occur.
  case unknownClass(file: String, found: String, nearest: String?, known: [String])
  /// A normal class without a column of classes.
  case noLabel(file: String)
  /// Nothing to compare scores with.
  case notLabelled(file: String)
  /// A column that the model reads is not in the table.
  case missingColumn(file: String, column: String, nearest: String?, known: [String])
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// Events are not read yet.
  case eventsUnknown
  /// The training needs more memory than the machine has.
  case tooLarge

  /// Bad data, or a request that asks for what is not there.
  public var kind: FailureKind {
    switch self {
    case .unknownClass, .noLabel, .notLabelled, .missingColumn, .eventsUnknown, .tooLarge: .usage
    default: .badData
    }
  }

  /// The place, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .tooFewSequences(let file, let found, let needed, let normal):
      """
      \(file) has \(found) sequence\(found == 1 ? "" : "s") \
      \(normal.map { "of the normal class \($0.quotedForMessage) " } ?? "")to learn from; at least \(needed) are \
      needed. Add data\(normal == nil ? "" : ", or name another class with --normal").
      """
    case .tooShort(let file, let found, let needed, let length):
      """
      \(file): the longest series has \(found) row\(found == 1 ? "" : "s"); at least \(needed) rows without a known \
      anomaly are needed for windows of \(length). Use a smaller --sequence-length, or more data.
      """
    case .noSteps(let file):
      """
      \(file): a row has no two columns of numbers beside its class; expected a sequence a row. Name the kind of \
      the data with --kind, or check the separator.
      """
    case .unequalLengths(let file, let sequence, let found, let expected):
      """
      \(file): sequence \(sequence) has \(found) steps; expected \(expected), as in the first. Cut or fill the \
      sequences to one length.
      """
    case .otherShape(let file, let found, let expected):
      """
      \(file) has sequences of \(found); the model reads \(expected). Give it data of the form that it learned \
      from, or name the column of the class with --label if the file has one.
      """
    default: requestDescription
    }
  }

  private var requestDescription: String {
    switch self {
    case .unknownClass(let file, let found, let nearest, let known):
      """
      \(file) has no class \(found.quotedForMessage); it has \
      \(known.prefix(20).map(\.quotedForMessage).joined(separator: ", ")).\
      \(nearest.map { " Did you mean \($0.quotedForMessage)?" } ?? "")
      """
    case .noLabel(let file):
      """
      --normal names a class, but no column of \(file) is known to hold classes. Name it with --label.
      """
    case .notLabelled(let file):
      """
      \(file): nothing says which rows are anomalies. Name the column of the class with --label, and the class that is \
      normal with --normal; for series --labels can name a file of windows.
      """
    case .missingColumn(let file, let column, let nearest, let known):
      """
      \(file) has no column \(column.quotedForMessage), which the model watches; it has \
      \(known.prefix(20).map(\.quotedForMessage).joined(separator: ", ")).\
      \(nearest.map { " Did you mean \($0.quotedForMessage)? Rename it." } ?? "")
      """
    case .otherTask(let model, let task):
      """
      \(model) is a model of the task "\(task)"; a detector is needed. `lstm train detector` makes one.
      """
    case .eventsUnknown:
      """
      this build has no detector of events yet. Use --kind series or --kind rows.
      """
    case .tooLarge:
      """
      this detector would have more than 10 billion parameters. Use a smaller --hidden, --layers, --latent, \
      --members or --sequence-length.
      """
    default: ""
    }
  }
}
