import LSTMData
import LSTMTensor

/// Where a detector's data are, and how they are to be read.
public struct DetectorSource: Sendable {
  /// The file, `-` for standard input.
  public var path: String
  /// What the data are; `nil`: found by looking at them.
  public var kind: DetectorKind?
  /// The column of the class.
  public var label: String?
  /// How series are read; its targets are the steps of rows, and its id column names them.
  public var series: SeriesOptions
  /// How the table is read.
  public var reading: TableOptions

  /// A file.
  public init(
    _ path: String, kind: DetectorKind? = nil, label: String? = nil,
    series: SeriesOptions = SeriesOptions(), reading: TableOptions = TableOptions()
  ) {
    (self.path, self.kind, self.label) = (path, kind, label)
    self.series = series
    self.reading = reading
  }

  /// The data to learn from.
  ///
  /// A `.ts` file holds sequences; a table holds series if it has a time, and else a sequence a row.
  ///
  /// - Throws: `TableError`, `SequenceFileError`, `TextError`, ``DetectorTaskError``.
  public func read() throws -> DetectorData {
    if isSequenceFile { return .rows(try SequenceRows(contentsOf: path)) }
    let table = try Table(contentsOf: path, options: reading)
    switch kind ?? found(table) {
    case .rows:
      return .rows(
        try SequenceRows(table, steps: series.targets, label: label, id: series.idColumn))
    case .series:
      return .series(try SeriesTable(table, options: seriesOptions(label: label)), label: label)
    case .events:
      return .events(
        try DetectorData.Events(
          table,
          options: EventOptions(
            timeColumns: series.timeColumns, idColumn: series.idColumn, labelColumn: label,
            features: series.targets, categories: reading.categories)))
    }
  }

  /// The events for a model that has learned from others.
  ///
  /// - Throws: what ``read()`` throws.
  func read(_ features: EventFeatures) throws -> DetectorData.Events {
    let table = try Table(contentsOf: path, options: reading)
    let names = table.columns.map(\.name)
    return try DetectorData.Events(
      table,
      options: EventOptions(
        timeColumns: series.timeColumns, idColumn: series.idColumn ?? features.id,
        // A label that was not asked for is read where it is there.
        labelColumn: label ?? features.label.flatMap { names.contains($0) ? $0 : nil },
        features: features.numbers.map(\.name) + features.categories,
        categories: features.categories))
  }

  /// The data for a model that has learned from others: its columns, by name or by their number.
  ///
  /// - Throws: what ``read()`` throws; ``DetectorTaskError`` where they are of another form.
  func read(as kind: DetectorKind, _ features: DetectorFeatures) throws -> DetectorData {
    if kind == .rows {
      return .rows(
        isSequenceFile ? try SequenceRows(contentsOf: path) : try rows(features))
    }
    let table = try Table(contentsOf: path, options: reading)
    let names = table.columns.map(\.name)
    let targets = series.targets ?? features.variables
    guard targets.count == features.variables.count else {
      throw DetectorTaskError.otherShape(
        file: table.file, found: "\(targets.count) variables",
        expected: "\(features.variables.count): \(features.variables.joined(separator: ", "))")
    }
    if let missing = targets.first(where: { !names.contains($0) }) {
      throw DetectorTaskError.missingColumn(
        file: table.file, column: missing, nearest: missing.nearest(in: names), known: names)
    }
    let label = label ?? features.label.flatMap { names.contains($0) ? $0 : nil }
    var options = seriesOptions(label: label)
    options.targets = targets
    return .series(try SeriesTable(table, options: options), label: label)
  }

  private func rows(_ features: DetectorFeatures) throws -> SequenceRows {
    let table = try Table(contentsOf: path, options: reading)
    let names = table.columns.map(\.name)
    let id = series.idColumn
    if let steps = series.targets {
      return try SequenceRows(table, steps: steps, label: label, id: id)
    }
    // A label that was not asked for is read where it is there, for scoring.
    let own = label ?? features.label.flatMap { names.contains($0) ? $0 : nil }
    if !features.steps.isEmpty, features.steps.allSatisfy(names.contains) {
      return try SequenceRows(table, steps: features.steps, label: own, id: id)
    }
    let isWithout = names.filter { $0 != id }.count == features.steps.count && label == nil
    return try SequenceRows(table, label: isWithout ? nil : own, id: id)
  }

  private var isSequenceFile: Bool { path.lowercased().hasSuffix(".ts") }

  private func found(_ table: Table) -> DetectorKind {
    let others = [label, series.idColumn].compactMap { $0 }
    let numbers = table.columns.filter { column in
      if case .numbers = column.values { !others.contains(column.name) } else { false }
    }
    guard series.timeColumns != nil || table.hasTimes || numbers.count < 2 else { return .rows }
    return areEvents(table) ? .events : .series
  }

  /// Whether the rows of several owners come beside each other, most of them at a time of their own.
  ///
  /// Payments do; the values of long tables come series after series, or all of one time together.
  private func areEvents(_ table: Table) -> Bool {
    guard let id = series.idColumn,
      let events = try? EventTable(
        table,
        options: EventOptions(timeColumns: series.timeColumns, idColumn: id, features: []))
    else { return false }
    let owners = events.entityOfEvent
    let changes = zip(owners, owners.dropFirst()).count { $0 != $1 }
    let moments = zip(events.times, events.times.dropFirst()).count { $0 != $1 }
    return changes > events.count / 2 && moments > events.count / 2
  }

  /// Rows stay as they come: a detector answers each.
  private func seriesOptions(label: String?) -> SeriesOptions {
    var options = series
    options.observedCovariates = label.map { [$0] } ?? []
    options.fillsGaps = false
    options.keepsAllRows = true
    return options
  }
}
