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
  /// Events where sequences or series are needed.
  case areEvents(file: String)
  /// Too few events to learn from.
  case tooFewEvents(file: String, found: Int, learned: Int, needed: Int)
  /// Too few events of other classes than the normal one to learn from.
  case tooFewAnomalies(file: String, found: Int, needed: Int)
  /// No number whose distribution could be learned.
  case noNumbers(file: String)
  /// No event within the times that are to be scored.
  case nothingToScore(file: String, from: String?, until: String?)
  /// Sequences have no time that a training or a score could end at.
  case noTime(file: String)

  /// Bad data, or a request that asks for what is not there.
  public var kind: FailureKind {
    switch self {
    case .unknownClass, .noLabel, .notLabelled, .missingColumn, .noNumbers, .noTime, .areEvents:
      .usage
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
    case .areEvents(let file):
      """
      \(file) has events of owners; expected series, or a sequence a row. Use a detector of events.
      """
    case .tooFewEvents(let file, let found, let learned, let needed):
      """
      \(file) has \(found) event\(found == 1 ? "" : "s"), \(learned) of them to learn from; at least \(needed) are \
      needed. Add data, or hold out a smaller part with --validation.
      """
    case .tooFewAnomalies(let file, let found, let needed):
      """
      \(file) has \(found) anomalies among the events to learn from; at least \(needed) are needed to learn from the \
      class. Use --unsupervised, or add data.
      """
    case .noNumbers(let file):
      """
      \(file) has no column of numbers to learn the usual values of. Name one with --target, or learn from classes \
      with --label.
      """
    case .nothingToScore(let file, let from, let until):
      """
      \(file) has no event with a known class\(from.map { " from \($0) on" } ?? "")\(until.map { " until \($0)" } ?? ""). \
      Correct --from and --until, or give a file that goes on further.
      """
    case .noTime(let file):
      """
      \(file) has sequences without a time: --from and --until have no meaning there. Leave them out.
      """
    default: ""
    }
  }
}
