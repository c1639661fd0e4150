/// Makes series of a table.
struct SeriesBuilder {
  let table: Table
  let options: SeriesOptions
  let times: TableTimes
  let groups: SeriesGroups
  let roles: SeriesRoles
  private(set) var frequency = Frequency.irregular
  private(set) var findings = SeriesFindings()

  init(_ table: Table, _ options: SeriesOptions) throws(TableError) {
    self.table = table
    self.options = options
    times = try TableTimes(table, columns: options.timeColumns)
    groups = try SeriesGroups(table, column: options.idColumn, times: times.times)
    roles = try SeriesRoles(table, options, times: times.columns, id: groups.column)
    findings.notes = times.notes + roles.notes
    if options.idColumn == nil, let column = groups.column {
      findings.notes.append("The series are told apart by \"\(column)\".")
    }
  }

  mutating func build() throws(TableError) -> SeriesTable {
    let order = RowOrder(table, options)
    var rows = groups.rows
    if let times = times.times {
      for place in rows.indices {
        rows[place] = try order.ordered(
          rows[place], times, series: groups.names[place], findings: &findings)
      }
      frequency = Self.frequency(rows, times)
    }
    let targets = try roles.targets.map { name throws(TableError) in try source(name) }
    for (name, source) in zip(roles.targets, targets) where source.raw.allSatisfy(\.isNaN) {
      throw .nothingObserved(file: table.file, series: nil, column: name)
    }
    let known = try roles.known.map { name throws(TableError) in try source(name) }
    let observed = try roles.observed.map { name throws(TableError) in try source(name) }
    let statics = try roles.statics.map { name throws(TableError) in try source(name) }
    var series: [TimeSeries] = []
    for (place, rows) in rows.enumerated() {
      let name = groups.names[place]
      let grid = grid(rows)
      let history = historyCount(grid, targets)
      var values: [[SeriesValues]] = []
      for (number, sources) in [targets, known, observed].enumerated() {
        values.append(
          try sources.map { source throws(TableError) in
            try self.values(
              source, grid, series: name, isTarget: number == 0,
              history: number == 1 ? grid.rows.count : history)
          })
      }
      series.append(
        TimeSeries(
          id: name ?? (roles.targets.count == 1 ? roles.targets[0] : table.file),
          times: grid.times, targets: values[0], knownCovariates: values[1],
          observedCovariates: values[2],
          staticFeatures: try statics.map { source throws(TableError) in
            try constant(source, rows, series: name)
          }))
    }
    return SeriesTable(
      file: table.file, frequency: frequency, timePrecision: times.precision,
      targetNames: roles.targets, knownCovariates: known.map(\.covariate),
      observedCovariates: observed.map(\.covariate), staticFeatures: statics.map(\.covariate),
      series: series, findings: findings)
  }

  /// The step that the most rows have.
  private static func frequency(_ rows: [[Int]], _ times: [Timestamp]) -> Frequency {
    var counts: [(frequency: Frequency, rows: Int)] = []
    for rows in rows where rows.count > 2 || rows.count == times.count {
      let frequency = Frequency(inferredFrom: rows.map { times[$0] })
      if let place = counts.firstIndex(where: { $0.frequency == frequency }) {
        counts[place].rows += rows.count
      } else {
        counts.append((frequency, rows.count))
      }
    }
    // The first of several with as many rows.
    return counts.reversed().max { $0.rows < $1.rows }?.frequency ?? .irregular
  }
}

// MARK: - Rows and gaps

extension SeriesBuilder {
  /// The steps of a series: times, and the row of the table at each, `nil` in a gap.
  struct Grid {
    var times: [Timestamp]
    var rows: [Int?]
  }

  private mutating func grid(_ rows: [Int]) -> Grid {
    guard let all = times.times else {
      let numbers = rows.indices.map { Timestamp(microseconds: Int64($0)) }
      return Grid(times: numbers, rows: rows)
    }
    let own = rows.map { all[$0] }
    let plain = Grid(times: own, rows: rows)
    guard let first = own.first, let last = own.last, frequency != .irregular else { return plain }
    let places = own.map { frequency.steps(from: first, to: $0) }
    let offGrid = places.count { $0 == nil }
    findings.offGridCount += offGrid
    guard offGrid == 0, let total = places.last.flatMap(\.self) else { return plain }
    // Two rows in one month are no monthly series.
    guard zip(places.dropFirst(), places).allSatisfy({ ($0 ?? 0) > ($1 ?? 0) }) else {
      return plain
    }
    findings.gapCount += total + 1 - rows.count
    countDaylightSavingGaps(own)
    guard options.fillsGaps, total + 1 > rows.count else { return plain }
    guard total / 4 <= rows.count else {
      findings.notes.append(
        "Between \(first.text) and \(last.text) there are \(rows.count) rows of \(total + 1); the "
          + "gaps stay open.")
      return plain
    }
    var filled: [Int?] = Array(repeating: nil, count: total + 1)
    for (row, place) in zip(rows, places) {
      if let place { filled[place] = row }
    }
    // Rows keep their own times: a month's last day may be any.
    let times = filled.enumerated().map { place, row in
      row.map { all[$0] } ?? frequency.advance(first, by: place)
    }
    return Grid(times: times, rows: filled)
  }

  private mutating func countDaylightSavingGaps(_ times: [Timestamp]) {
    guard case .regular(let step) = frequency, step <= DaylightSaving.hour else { return }
    let count = zip(times, times.dropFirst()).count {
      DaylightSaving.isGap(from: $0, to: $1, step: step)
    }
    findings.daylightSavingGaps += count * Int(DaylightSaving.hour / step)
  }
}

// MARK: - Values

extension SeriesBuilder {
  struct Source {
    let covariate: Covariate
    /// A value a row, NaN where missing; of categories the word's index.
    let raw: [Double]
  }

  private func source(_ name: String) throws(TableError) -> Source {
    let column = try table.column(name)
    switch column.values {
    case .numbers(let numbers):
      return Source(covariate: Covariate(name: name, vocabulary: nil), raw: numbers)
    case .categories(let codes, let vocabulary):
      return Source(
        covariate: Covariate(name: name, vocabulary: vocabulary),
        raw: codes.map { $0 < 0 ? .nan : Double($0) })
    case .times:
      throw .wrongKind(
        file: table.file, column: name, found: "times", expected: "numbers or categories")
    }
  }

  /// The steps up to the last with a target: rows behind it, of columns known in advance, are yet to come.
  private func historyCount(_ grid: Grid, _ targets: [Source]) -> Int {
    guard !roles.known.isEmpty else { return grid.rows.count }
    let last = grid.rows.lastIndex { row in
      row.map { row in targets.contains { !$0.raw[row].isNaN } } ?? false
    }
    return (last ?? -1) + 1
  }

  /// - Parameter history: the steps that must have values.
  private mutating func values(
    _ source: Source, _ grid: Grid, series: String?, isTarget: Bool, history: Int
  ) throws(TableError) -> SeriesValues {
    let raw = grid.rows.map { $0.map { source.raw[$0] } ?? .nan }
    if isTarget {
      findings.missingTargetCount += zip(grid.rows, raw).prefix(history).count {
        $0 != nil && $1.isNaN
      }
    }
    if options.missing == .error, let place = raw.prefix(history).firstIndex(where: \.isNaN) {
      throw .missingValue(
        file: table.file, series: series, column: source.covariate.name,
        time: times.times == nil ? "row \(place + 1)" : grid.times[place].text)
    }
    return SeriesValues(
      filling: raw, policy: options.missing, isCategory: source.covariate.vocabulary != nil)
  }

  private func constant(
    _ source: Source, _ rows: [Int], series: String?
  ) throws(TableError) -> Double {
    let values = rows.map { source.raw[$0] }.filter { !$0.isNaN }
    guard let first = values.first else { return .nan }
    guard values.allSatisfy({ $0 == first }) else {
      throw .wrongKind(
        file: table.file, column: source.covariate.name, found: "several values in a series",
        expected: "one value a series")
    }
    return first
  }
}

extension SeriesTable {
  /// The series of a table.
  /// - Throws: ``TableError``, where times are out of order or double, a column is unknown, or a
  ///   value is missing that must be there.
  public init(_ table: Table, options: SeriesOptions = SeriesOptions()) throws(TableError) {
    var builder = try SeriesBuilder(table, options)
    self = try builder.build()
  }

  /// The series of a file, `-` for standard input.
  /// - Throws: ``TableError``; ``TextError`` where the file cannot be read or is not UTF-8.
  public init(
    contentsOf path: String, options: SeriesOptions = SeriesOptions(),
    reading: TableOptions = TableOptions()
  ) throws {
    try self.init(Table(contentsOf: path, options: reading), options: options)
  }
}
