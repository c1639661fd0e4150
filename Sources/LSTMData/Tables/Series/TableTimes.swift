/// The times of a table's rows, from one column or several.
struct TableTimes: Sendable {
  private static let names = ["ds", "date", "datetime", "time", "timestamp", "ts", "epoch", "year"]
  private static let units = ["year", "month", "day", "hour", "minute", "second"]

  /// A time a row, `nil` where the table has none.
  var times: [Timestamp]?
  var precision: TimePrecision?
  /// The columns that the times are made of.
  var columns: [String] = []
  var notes: [String] = []

  init(_ table: Table, columns given: [String]?) throws(TableError) {
    guard let names = given ?? Self.found(in: table), let name = names.first else { return }
    columns = names
    if names.count == 1 {
      try readOne(table, name)
    } else {
      try readSeveral(table, names)
    }
    if given == nil { notes.append("The time is read from \(names.joined(separator: ", ")).") }
  }

  private static func found(in table: Table) -> [String]? {
    let timed = table.columns.first { if case .times = $0.values { true } else { false } }
    if let timed { return [timed.name] }
    let lowercased = table.columns.map { $0.name.lowercased() }
    let parts = units.prefix { lowercased.contains($0) }.compactMap { unit in
      table.columns.first { $0.name.lowercased() == unit }
    }
    let areNumbers = parts.allSatisfy { if case .numbers = $0.values { true } else { false } }
    if parts.count > 1, areNumbers { return parts.map(\.name) }
    for name in names {
      guard let place = lowercased.firstIndex(of: name),
        case .numbers(let numbers) = table.columns[place].values, NumberTime(numbers) != nil
      else { continue }
      return [table.columns[place].name]
    }
    return nil
  }

  private mutating func readOne(_ table: Table, _ name: String) throws(TableError) {
    let column = try table.column(name)
    switch column.values {
    case .times(let found):
      times = found.times
      precision = found.precision
      if found.hasZone { notes.append("Times with zones are read as UTC.") }
      if found.isAmbiguous {
        notes.append(
          "Dates of \"\(name)\" are read \(found.order.words); the other order fits too.")
      }
    case .numbers(let numbers):
      guard let kind = NumberTime(numbers) else {
        let row = numbers.firstIndex { !$0.isFinite } ?? 0
        throw .notATime(
          file: table.file, row: table.firstRow + row, column: name, found: String(numbers[row]),
          example: "1467331200")
      }
      times = numbers.compactMap(kind.time)
      precision = kind.precision
      notes.append("The numbers of \"\(name)\" are read as \(kind.words).")
    case .categories:
      throw .wrongKind(
        file: table.file, column: name, found: column.kindName, expected: "times")
    }
  }

  /// Parts named by their unit, or in the order of the units; times among them are added.
  private mutating func readSeveral(_ table: Table, _ names: [String]) throws(TableError) {
    var sums = [Int64](repeating: 0, count: table.rowCount)
    var parts: [[Double]?] = Array(repeating: nil, count: Self.units.count)
    var hasDate = false
    precision = .year
    for (place, name) in names.enumerated() {
      let column = try table.column(name)
      switch column.values {
      case .times(let found):
        for row in sums.indices { sums[row] &+= found.times[row].microseconds }
        hasDate = true
        precision = max(precision ?? .year, found.precision)
      case .numbers(let numbers):
        let lower = name.lowercased()
        let unit = Self.units.firstIndex { lower.contains($0) } ?? (hasDate ? place + 2 : place)
        guard unit < parts.count, parts[unit] == nil else {
          throw .wrongKind(
            file: table.file, column: name, found: "numbers",
            expected: "a part of the time: year, month, day, hour, minute or second")
        }
        parts[unit] = numbers
        let precisions: [TimePrecision] = [.year, .month, .day, .time, .time, .time]
        precision = max(precision ?? .year, precisions[unit])
      case .categories:
        throw .wrongKind(
          file: table.file, column: name, found: column.kindName, expected: "times or their parts")
      }
    }
    times = try (0..<table.rowCount).map { row throws(TableError) in
      let numbers = parts.map { $0.map { Int(exactly: $0[row]) ?? -1 } }
      let start = hasDate ? 1970 : (numbers[0] ?? -1)
      let time = Timestamp(
        year: start, month: numbers[1] ?? 1, day: numbers[2] ?? 1, hour: numbers[3] ?? 0,
        minute: numbers[4] ?? 0, second: numbers[5] ?? 0)
      guard let time else {
        throw .notATime(
          file: table.file, row: table.firstRow + row, column: names.joined(separator: ","),
          found: numbers.compactMap { $0.map(String.init) }.joined(separator: ","),
          example: "2010,1,31,23")
      }
      return Timestamp(microseconds: time.microseconds &+ sums[row])
    }
  }
}

extension Table {
  /// Whether it has a time a row, found by name and kind as series are read.
  package var hasTimes: Bool { (try? TableTimes(self, columns: nil))?.times != nil }
}
