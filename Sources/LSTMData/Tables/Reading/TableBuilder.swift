import LSTMTensor

/// Collects the columns of a table while its records pass by.
struct TableBuilder: Sendable {
  private enum Kind: Sendable {
    case ignored
    case number(Int)
    case category(Int)
    case time(Int)
  }

  private struct Categories: Sendable {
    var index = ByteStringIndex()
    var codes: [Int32] = []
  }

  private let file: String
  private let format: TableFormat
  private let names: [String]
  private let mark: UInt8
  private let missing: MissingMarkers
  private var kinds: [Kind] = []
  private var numbers: [[Double]] = []
  private var categories: [Categories] = []
  private var times: [TimeBuilder] = []
  private var rowCount = 0
  private var isHeaderNext: Bool
  private var firstRow = 0

  init(_ reader: borrowing RecordReader, options: TableOptions) throws {
    let sample = try reader.sample(upTo: 200)
    file = reader.parser.file
    missing = options.missingMarkers
    let separator = reader.parser.separator
    let decimalMark =
      options.decimalMark ?? TableDetection.decimalMark(of: sample, separator: separator)
    mark = decimalMark.byte
    let hasHeader =
      options.hasHeader
      ?? TableDetection.hasHeader(sample, mark: decimalMark, missing: options.missingMarkers)
    isHeaderNext = hasHeader
    format = TableFormat(separator: separator, decimalMark: decimalMark, hasHeader: hasHeader)
    names = Self.names(sample.first ?? [], hasHeader: hasHeader)
    for name in (options.columns ?? []) + options.categories where !names.contains(name) {
      throw TableError.unknownColumn(
        file: file, name: name, nearest: name.nearest(in: names), known: names)
    }
    let rows = hasHeader ? sample.dropFirst() : sample[...]
    let kept = options.columns.map(Set.init)
    let forced = Set(options.categories)
    for (column, name) in names.enumerated() {
      guard kept?.contains(name) ?? true else {
        kinds.append(.ignored)
        continue
      }
      let values = rows.compactMap { column < $0.count ? $0[column] : nil }
        .filter { !options.missingMarkers.match($0) }
      addColumn(values, isCategory: forced.contains(name), order: options.dateOrder)
    }
  }

  private mutating func addColumn(_ values: [String], isCategory: Bool, order: DateOrder?) {
    let valued = values.count { TableDetection.number($0, format.decimalMark) }
    if !isCategory, valued * 2 >= values.count {
      kinds.append(.number(numbers.count))
      numbers.append([])
      return
    }
    // A time that is wrong in the first rows is reported, not taken for a word.
    let orders = order.map { [$0] } ?? DateOrder.allCases
    let fits = orders.map { order in values.count { TimeText($0, order: order) != nil } }
    if !isCategory, let most = fits.max(), most * 2 > values.count {
      let best = zip(orders, fits).filter { $0.1 == most }.map(\.0)
      let example = values.first { TimeText($0, order: best[0]) != nil } ?? ""
      kinds.append(.time(times.count))
      times.append(TimeBuilder(orders: best, example: example))
      return
    }
    kinds.append(.category(categories.count))
    categories.append(Categories())
  }

  /// The names, each once; a column without one is named by its number.
  private static func names(_ first: [String], hasHeader: Bool) -> [String] {
    var taken: Set<String> = []
    return first.enumerated().map { column, text in
      let base = hasHeader && !text.isEmpty ? text : "column\(column + 1)"
      var (name, number) = (base, 1)
      while !taken.insert(name).inserted {
        number += 1
        name = "\(base).\(number)"
      }
      return name
    }
  }

  /// Takes the current record of a parser.
  mutating func append(_ parser: borrowing RecordParser) throws(TableError) {
    guard parser.fields.count == kinds.count else {
      throw .raggedRow(
        file: file, row: parser.row, found: parser.fields.count, expected: kinds.count,
        separator: format.separator)
    }
    if isHeaderNext {
      isHeaderNext = false
      return
    }
    if rowCount == 0 { firstRow = parser.row }
    for column in 0..<kinds.count {
      let range = parser.trimmed(column)
      switch kinds[column] {
      case .ignored: continue
      case .number(let slot):
        if let number = DecimalNumber.parse(parser.bytes, range, mark: mark) {
          // A number may be the word for a missing value.
          let isMissing = missing.hasFurther && missing.match(parser.bytes, range)
          numbers[slot].append(isMissing ? .nan : number)
        } else {
          try appendMissing(parser, column, range, slot)
        }
      case .category(let slot):
        let code =
          missing.match(parser.bytes, range)
          ? -1 : Int32(truncatingIfNeeded: categories[slot].index.insert(parser.bytes, range))
        categories[slot].codes.append(code)
      case .time(let slot):
        try appendTime(parser, column, range, slot)
      }
    }
    rowCount += 1
  }

  private mutating func appendMissing(
    _ parser: borrowing RecordParser, _ column: Int, _ range: Range<Int>, _ slot: Int
  ) throws(TableError) {
    if missing.match(parser.bytes, range) {
      numbers[slot].append(.nan)
    } else if numbers[slot].allSatisfy(\.isNaN) {
      // Nothing but missing values so far: the first value decides.
      var found = Categories()
      found.codes = Array(repeating: -1, count: rowCount)
      found.codes.append(Int32(truncatingIfNeeded: found.index.insert(parser.bytes, range)))
      kinds[column] = .category(categories.count)
      categories.append(found)
      numbers[slot] = []
    } else {
      throw .notANumber(
        file: file, row: parser.row, column: names[column], found: parser.text(column),
        mark: format.decimalMark)
    }
  }

  private mutating func appendTime(
    _ parser: borrowing RecordParser, _ column: Int, _ range: Range<Int>, _ slot: Int
  ) throws(TableError) {
    if times[slot].append(parser.bytes, range) { return }
    guard !missing.match(parser.bytes, range) else {
      throw .missingTime(file: file, row: parser.row, column: names[column])
    }
    throw .notATime(
      file: file, row: parser.row, column: names[column], found: parser.text(column),
      example: times[slot].example)
  }

  /// The table.
  consuming func finish() throws(TableError) -> Table {
    guard !names.isEmpty else { throw .empty(file: file) }
    guard rowCount > 0 else { throw .headerOnly(file: file, columnCount: names.count) }
    var columns: [TableColumn] = []
    for (name, kind) in zip(names, kinds) {
      switch kind {
      case .ignored: continue
      case .number(let slot):
        columns.append(TableColumn(name: name, values: .numbers(numbers[slot])))
      case .category(let slot):
        let index = categories[slot].index
        let vocabulary = (0..<index.count).map { String(decoding: index[$0], as: UTF8.self) }
        columns.append(
          TableColumn(
            name: name, values: .categories(categories[slot].codes, vocabulary: vocabulary)))
      case .time(let slot):
        columns.append(TableColumn(name: name, values: .times(times[slot].column)))
      }
    }
    return Table(
      file: file, columns: columns, rowCount: rowCount, format: format, firstRow: firstRow)
  }
}
