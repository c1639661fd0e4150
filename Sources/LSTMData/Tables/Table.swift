import LSTMTensor

/// A table read from a file: columns of numbers, categories and times.
///
/// ```swift
/// let table = try Table(contentsOf: "weather.csv")
/// print(table.summary.lines.joined(separator: "\n"))
/// let temperature = try table.numbers("temp_max")        // [Double], NaN where missing
/// ```
///
/// Separator (`, ; | tab` or white space), decimal mark, header and the kinds of columns are found by
/// looking at the first rows, and can be given. The file is read chunk by chunk; only the columns are
/// kept. Quotes follow RFC 4180.
public struct Table: Sendable, Equatable {
  /// The file's name for messages.
  public let file: String
  /// The columns, in order.
  public let columns: [TableColumn]
  /// The number of rows below the header.
  public let rowCount: Int
  /// How the file was read.
  public let format: TableFormat
  /// The row of the file that each row of the table was, from one, the header counted.
  let firstRow: Int

  /// A table of columns of equal length.
  package init(
    file: String, columns: [TableColumn], rowCount: Int, format: TableFormat, firstRow: Int
  ) {
    self.file = file
    self.columns = columns
    self.rowCount = rowCount
    self.format = format
    self.firstRow = firstRow
  }

  /// Reads a file, `-` for standard input.
  /// - Throws: ``TableError`` with the row and the column of the first fault; ``TextError`` where the
  ///   file cannot be read or is not UTF-8.
  public init(contentsOf path: String, options: TableOptions = TableOptions()) throws {
    var reader = try RecordReader(
      path: path, separator: options.separator, chunkSize: options.chunkSize)
    var builder = try TableBuilder(reader, options: options)
    while try reader.advance() { try builder.append(reader.parser) }
    self = try builder.finish()
  }
}

/// How a file was read, found or given.
public struct TableFormat: Sendable, Equatable {
  /// What separates fields.
  public let separator: TableSeparator
  /// What stands before a number's fraction.
  public let decimalMark: DecimalMark
  /// Whether the first row names the columns.
  public let hasHeader: Bool

  package init(separator: TableSeparator, decimalMark: DecimalMark, hasHeader: Bool) {
    self.separator = separator
    self.decimalMark = decimalMark
    self.hasHeader = hasHeader
  }
}

extension Table {
  /// The column of a name.
  /// - Throws: ``TableError/unknownColumn(file:name:nearest:known:)`` with the nearest name.
  public func column(_ name: String) throws(TableError) -> TableColumn {
    guard let column = columns.first(where: { $0.name == name }) else {
      let known = columns.map(\.name)
      throw .unknownColumn(file: file, name: name, nearest: name.nearest(in: known), known: known)
    }
    return column
  }

  /// The numbers of a column, NaN where missing.
  /// - Throws: ``TableError`` where there is no such column or it holds something else.
  public func numbers(_ name: String) throws(TableError) -> [Double] {
    let column = try column(name)
    guard case .numbers(let numbers) = column.values else {
      throw .wrongKind(file: file, column: name, found: column.kindName, expected: "numbers")
    }
    return numbers
  }
}
