import LSTMTensor

/// What can be wrong with a `.ts` file; lines are counted from one.
public enum SequenceFileError: ReportableError, Equatable {
  /// There is no `@data` line.
  case noData(file: String)
  /// There is no line below `@data`.
  case noSequences(file: String)
  /// A line of the header is not understood.
  case header(file: String, line: Int, found: String, expected: String)
  /// The steps bear times, which are not read.
  case timeStamps(file: String)
  /// A line has another number of dimensions than the others.
  case dimensions(file: String, line: Int, found: Int, expected: Int)
  /// A dimension has another length than the first of its line.
  case raggedDimensions(file: String, line: Int, dimension: Int, found: Int, expected: Int)
  /// A value is no number.
  case notANumber(file: String, line: Int, dimension: Int, found: String)
  /// The class is none of the header's.
  case unknownClass(file: String, line: Int, found: String, known: [String])

  /// The cause, which decides the exit code.
  public var kind: FailureKind { .badData }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .noData(let file):
      "\(file) has no line @data; expected the sequences below one. Check that it is a .ts file."
    case .noSequences(let file):
      "\(file) has no line below @data; expected a sequence a line."
    case .header(let file, let line, let found, let expected):
      "\(file): line \(line): found \(TableError.quoted(found)), expected \(expected). Correct the "
        + "header."
    case .timeStamps(let file):
      "\(file) has a time at each value (@timeStamps true); expected values alone. Write the file "
        + "without times, one value a step."
    case .dimensions(let file, let line, let found, let expected):
      "\(file): line \(line) has \(found) dimensions; expected \(expected). Separate dimensions, and "
        + "the class behind them, with a colon."
    case .raggedDimensions(let file, let line, let dimension, let found, let expected):
      "\(file): line \(line): dimension \(dimension) has \(found) values; expected \(expected), as in "
        + "the first. Write ? for a missing value."
    case .notANumber(let file, let line, let dimension, let found):
      "\(file): line \(line), dimension \(dimension): found \(TableError.quoted(found)), expected a "
        + "number, or ? for a missing value. Correct the value."
    case .unknownClass(let file, let line, let found, let known):
      "\(file): line \(line): the class is \(TableError.quoted(found)); expected one of "
        + "\(known.prefix(20).map(TableError.quoted).joined(separator: ", ")). Correct the line, or "
        + "add the class to @classLabel."
    }
  }
}
