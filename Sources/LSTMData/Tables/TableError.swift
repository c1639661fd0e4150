import LSTMTensor

/// What can be wrong with a table.
///
/// Rows are counted from one with the header, as a spreadsheet does.
public enum TableError: ReportableError, Equatable {
  /// There is not one record in the file.
  case empty(file: String)
  /// There is a header and no row below it.
  case headerOnly(file: String, columnCount: Int)
  /// A row has another number of fields than the first.
  case raggedRow(file: String, row: Int, found: Int, expected: Int, separator: TableSeparator)
  /// A quote is opened and not closed.
  case unclosedQuote(file: String, row: Int, column: Int)
  /// Something stands between a closing quote and the separator.
  case textAfterQuote(file: String, row: Int, column: Int)
  /// A record does not end within any reasonable length.
  case recordTooLong(file: String, row: Int, limit: Int)
  /// A byte is zero, which no text has.
  case nulByte(file: String, row: Int, column: Int)
  /// A field of a column of numbers is none.
  case notANumber(file: String, row: Int, column: String, found: String, mark: DecimalMark)
  /// A field of a column of times is none, or none in the order of the others.
  case notATime(file: String, row: Int, column: String, found: String, example: String)
  /// A field of a column of times is empty.
  case missingTime(file: String, row: Int, column: String)
  /// There is no column of this name.
  case unknownColumn(file: String, name: String, nearest: String?, known: [String])
  /// A column is of another kind than its use takes.
  case wrongKind(file: String, column: String, found: String, expected: String)
  /// No column can be forecast or watched.
  case noTarget(file: String)
  /// No column is a time, where one is needed.
  case noTime(file: String)
  /// Times are not in order.
  case notMonotonic(file: String, series: String?, row: Int, found: String, previous: String)
  /// A time comes twice.
  case duplicateTime(
    file: String, series: String?, row: Int, time: String, isDaylightSaving: Bool)
  /// A value is missing and that was not allowed.
  case missingValue(file: String, series: String?, column: String, time: String)
  /// A column has no value at all.
  case nothingObserved(file: String, series: String?, column: String)
}

extension TableError {
  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .unknownColumn, .wrongKind: .usage
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .empty(let file):
      "\(file) is empty; expected a table: a header and rows below it."
    case .headerOnly(let file, let count):
      "\(file) has a header of \(count) column\(count == 1 ? "" : "s") and no row below it; expected "
        + "at least one row. If its only row is data, say that there is no header."
    case .raggedRow, .unclosedQuote, .textAfterQuote, .recordTooLong, .nulByte, .notANumber,
      .notATime, .missingTime:
      fieldDescription
    default: tableDescription
    }
  }

  private var fieldDescription: String {
    switch self {
    case .raggedRow(let file, let row, let found, let expected, let separator):
      "\(file): row \(row) has \(found) field\(found == 1 ? "" : "s"); expected \(expected), as in "
        + "the first row (separated by \(separator.rawValue)). Complete the row, put text that "
        + "holds the separator in quotes, or name another separator."
    case .unclosedQuote(let file, let row, let column):
      "\(file): row \(row), column \(column): a quote is opened and never closed. Close it, or write "
        + "a quote inside a text twice."
    case .textAfterQuote(let file, let row, let column):
      "\(file): row \(row), column \(column): text follows the closing quote; expected a separator. "
        + "Write a quote inside a text twice."
    case .recordTooLong(let file, let row, let limit):
      "\(file): row \(row) does not end within \(limit) bytes; expected lines of a table. Check that "
        + "it is the right file."
    case .nulByte(let file, let row, let column):
      "\(file): row \(row), column \(column): there is a zero byte; expected text. The file may be "
        + "damaged, or UTF-16: convert it with `iconv -f utf-16 -t utf-8`."
    case .notANumber(let file, let row, let column, let found, let mark):
      "\(file): row \(row), column \(Self.quoted(column)): found \(Self.quoted(found)), expected a "
        + "number with a decimal \(mark.rawValue). Correct the cell, leave it empty if the value is "
        + "missing, or read the column as categories."
    case .notATime(let file, let row, let column, let found, let example):
      "\(file): row \(row), column \(Self.quoted(column)): found \(Self.quoted(found)), expected a "
        + "time like \(Self.quoted(example)). Correct the cell, or name the order of day and month."
    case .missingTime(let file, let row, let column):
      "\(file): row \(row), column \(Self.quoted(column)): the time is missing; expected one in "
        + "every row. Add it, or remove the row."
    default: ""
    }
  }

  private var tableDescription: String {
    switch self {
    case .unknownColumn(let file, let name, let nearest, let known):
      "\(file) has no column \(Self.quoted(name)); it has \(Self.list(known))."
        + (nearest.map { " Did you mean \(Self.quoted($0))?" } ?? "")
    case .wrongKind(let file, let column, let found, let expected):
      "\(file): column \(Self.quoted(column)) holds \(found); expected \(expected). Name another "
        + "column."
    case .noTarget(let file):
      "\(file) has no column of numbers beside its times; expected one to forecast or to watch. "
        + "Name it as the target, or check the separator and the decimal mark."
    case .noTime(let file):
      "\(file) has no column of times; expected one that says when each event was. Name it with --time."
    case .notMonotonic(let file, let series, let row, let found, let previous):
      "\(file): \(Self.place(series))row \(row): the time \(found) comes after \(previous); expected "
        + "times in order. Use --sort to bring the rows in order."
    case .duplicateTime(let file, let series, let row, let time, let isDaylightSaving):
      "\(file): \(Self.place(series))row \(row): the time \(time) comes twice"
        + (isDaylightSaving ? ", as at the end of daylight saving" : "")
        + "; expected each once. Use --dedupe to keep the first, or name the column that tells the "
        + "series apart with --id."
    case .missingValue(let file, let series, let column, let time):
      "\(file): \(Self.place(series))column \(Self.quoted(column)) has no value at \(time); expected "
        + "all values. Use --missing interpolate, forward or mask."
    case .nothingObserved(let file, let series, let column):
      "\(file): \(Self.place(series))column \(Self.quoted(column)) has no value at all; expected at "
        + "least one. Leave the column out."
    default: ""
    }
  }

  private static func place(_ series: String?) -> String {
    series.map { "series \(quoted($0)), " } ?? ""
  }

  /// Text from a file is cut, and control characters do not reach the terminal.
  static func quoted(_ text: String) -> String {
    let shown = text.unicodeScalars.prefix(60).map { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator:
        "\\u{" + String(scalar.value, radix: 16) + "}"
      default: String(scalar)
      }
    }
    return "\"" + shown.joined() + (text.unicodeScalars.count > 60 ? "…" : "") + "\""
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(quoted).joined(separator: ", ")
    return names.count > 20 ? shown + " and \(names.count - 20) more" : shown
  }
}
