import LSTMTensor

/// Reads the rows of one series while they are written, a line at a time.
///
/// The first line decides: what separates fields, whether it is a header, and in which columns time and
/// value stand. A line stands for itself, so that a broken one costs no other: a quote must end where its line
/// does.
///
/// ```swift
/// var reader = SeriesLineReader(file: "standard input")
/// while let line = next() {
///   if let row = try reader.row(of: line) { detector.read(row.time, row.value) }
/// }
/// ```
public struct SeriesLineReader: Sendable {
  /// A row of a series.
  public struct Row: Sendable, Equatable {
    /// The time as the line writes it; the number of the row, from zero, where there is none.
    public let timeText: String
    /// The time; the number of the row as microseconds where the lines have none.
    public let time: Timestamp
    /// The value, NaN where it is missing.
    public let value: Double
  }

  /// Where time and value stand.
  private struct Columns: Sendable {
    var time: Int?
    var value: Int
    var count: Int
    var names: [String]
    /// Whether the names are the file's own.
    var isNamed: Bool
  }

  private let file: String
  private let wantedTime: String?
  private let wantedValue: String?
  private let missing = MissingMarkers()
  private var parser: RecordParser?
  private var columns: Columns?
  private var order = DateOrder.monthFirst
  private var numberTime: NumberTime?
  private var nextRow: Int64

  /// Lines read so far, a header counted; rows of messages are numbers of lines.
  public private(set) var lineCount = 0

  /// The column that is watched; `value` until a line has named it, or where none does.
  public var valueName: String {
    guard let columns, columns.isNamed else { return "value" }
    return columns.names[columns.value]
  }

  /// A reader at the first line.
  /// - Parameters:
  ///   - file: What messages call the stream.
  ///   - time: The column of the time; where `nil`, the first that holds times.
  ///   - value: The column to watch; where `nil`, `y`, `value` or `target`, else the first of numbers behind the time.
  ///   - firstRow: The number of the first row, where rows have no times.
  public init(file: String, time: String? = nil, value: String? = nil, firstRow: Int64 = 0) {
    self.file = file
    nextRow = firstRow
    wantedTime = time
    wantedValue = value
  }

  /// The row that a line holds; `nil` for a header and for a blank line.
  /// - Parameter line: without its line break.
  /// - Throws: ``TableError`` for a line that is no row; the reader can go on with the next.
  public mutating func row(of line: some Collection<UInt8>) throws(TableError) -> Row? {
    lineCount += 1
    var bytes = Array(line)
    if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
    if lineCount == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard !bytes.allSatisfy(\.isBlank) else {
      parser?.skipRecord()
      return nil
    }
    var parser = parser ?? Self.parser(for: bytes, file: file, before: lineCount - 1)
    defer { self.parser = parser }
    do {
      parser.append(bytes)
      guard try parser.advance(isEnd: true) else { return nil }
    } catch {
      parser.skipRecord()
      throw error
    }
    guard let columns else { return try begin(with: parser) }
    return try row(of: parser, columns)
  }

  private static func parser(for line: [UInt8], file: String, before: Int) -> RecordParser {
    let separator = TableDetection.separator(of: line, isWhole: true, file: file)
    var parser = RecordParser(file: file, separator: separator)
    for _ in 0..<before { parser.skipRecord() }
    return parser
  }
}

// MARK: - The first line

extension SeriesLineReader {
  /// Takes the first line: a header, or a row that shows where time and value stand.
  private mutating func begin(with parser: RecordParser) throws(TableError) -> Row? {
    let texts = parser.fields.indices.map(parser.text)
    let isValued = texts.map { TableDetection.number($0, .point) || missing.match($0) }
    let isTime = texts.map(TableDetection.isTime)
    if !zip(isValued, isTime).contains(where: { $0 || $1 })
      || wantedValue.map(texts.contains) == true
    {
      columns = try columns(named: texts)
      return nil
    }
    guard wantedValue == nil, wantedTime == nil else {
      throw .unknownColumn(
        file: file, name: wantedValue ?? wantedTime ?? "", nearest: nil, known: texts)
    }
    let time = isTime.indices.first { isTime[$0] && !isValued[$0] } ?? (texts.count > 1 ? 0 : nil)
    guard let value = isValued.indices.first(where: { isValued[$0] && $0 != time }) else {
      throw .noTarget(file: file)
    }
    let columns = Columns(
      time: time, value: value, count: texts.count, names: texts.indices.map { "column\($0 + 1)" },
      isNamed: false)
    // Only a line that can be read decides.
    let row = try row(of: parser, columns)
    self.columns = columns
    return row
  }

  private func columns(named names: [String]) throws(TableError) -> Columns {
    func place(_ name: String) throws(TableError) -> Int {
      guard let place = names.firstIndex(of: name) else {
        throw .unknownColumn(file: file, name: name, nearest: name.nearest(in: names), known: names)
      }
      return place
    }
    let lower = names.map { $0.lowercased() }
    let usualTime = lower.firstIndex { name in
      ["ds", "date", "time", "timestamp", "datetime"].contains(name)
    }
    let time =
      if let wantedTime { try place(wantedTime) } else {
        usualTime ?? (names.count > 1 ? 0 : nil)
      }
    let usualValue = ["y", "value", "target"].compactMap { lower.firstIndex(of: $0) }.first
    let value =
      if let wantedValue { try place(wantedValue) } else {
        usualValue ?? names.indices.first { $0 != time }
      }
    guard let value, value != time else { throw .noTarget(file: file) }
    return Columns(time: time, value: value, count: names.count, names: names, isNamed: true)
  }
}

// MARK: - A row

extension SeriesLineReader {
  private mutating func row(
    of parser: borrowing RecordParser, _ columns: Columns
  ) throws(TableError) -> Row {
    guard parser.fields.count == columns.count else {
      throw .raggedRow(
        file: file, row: lineCount, found: parser.fields.count, expected: columns.count,
        separator: parser.separator)
    }
    let field = parser.trimmed(columns.value)
    var value = Double.nan
    if !missing.match(parser.bytes, field) {
      guard
        let number = DecimalNumber.parse(parser.bytes, field, mark: UInt8(ascii: "."))
      else {
        throw .notANumber(
          file: file, row: lineCount, column: columns.names[columns.value],
          found: parser.text(columns.value), mark: .point)
      }
      value = number
    }
    let number = nextRow
    guard let column = columns.time else {
      nextRow &+= 1
      return Row(
        timeText: String(number), time: Timestamp(microseconds: number), value: value)
    }
    let time = try time(of: parser, column, named: columns.names[column])
    nextRow &+= 1
    return Row(timeText: parser.text(column), time: time, value: value)
  }

  private mutating func time(
    of parser: borrowing RecordParser, _ column: Int, named name: String
  ) throws(TableError) -> Timestamp {
    let range = parser.trimmed(column)
    guard !missing.match(parser.bytes, range) else {
      throw .missingTime(file: file, row: lineCount, column: name)
    }
    if let number = DecimalNumber.parse(parser.bytes, range, mark: UInt8(ascii: ".")),
      let kind = numberTime ?? NumberTime([number]), let time = kind.time(number)
    {
      numberTime = kind
      return time
    }
    for candidate in [order] + DateOrder.allCases {
      if let text = TimeText(parser.bytes, range, order: candidate) {
        order = candidate
        return text.timestamp
      }
    }
    throw .notATime(
      file: file, row: lineCount, column: name, found: parser.text(column),
      example: "2014-04-01 00:05:00")
  }
}
