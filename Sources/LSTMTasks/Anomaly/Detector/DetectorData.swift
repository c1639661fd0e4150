import LSTMData

/// What a detector learns from or reads.
public enum DetectorData: Sendable {
  /// Sequences of one length, each scored as a whole.
  case rows(SequenceRows)
  /// Series, each row scored; the column of the class among the observed covariates, where there is one.
  case series(SeriesTable, label: String?)
  /// Events, each scored.
  case events(Events)

  /// The file's name, for messages.
  public var file: String {
    switch self {
    case .rows(let rows): rows.file
    case .series(let table, _): table.file
    case .events(let events): events.table.file
    }
  }

  /// The data up to a time, that included.
  ///
  /// - Throws: ``DetectorTaskError/noTime(file:)`` where they have none.
  func until(_ time: Timestamp?) throws -> DetectorData {
    guard let time else { return self }
    switch self {
    case .rows: throw DetectorTaskError.noTime(file: file)
    case .series(let table, let label): return .series(table.until(time), label: label)
    case .events(let events): return .events(events.until(time))
    }
  }

  /// Events and what their columns are for.
  public struct Events: Sendable {
    /// The events.
    public let table: EventTable
    /// The column of their owner.
    public let id: String?
    /// The column of the class.
    public let label: String?
    /// Whether the columns to read were named: then none is left out.
    public let areColumnsChosen: Bool

    /// Events of a table.
    ///
    /// - Throws: `TableError`.
    public init(_ table: Table, options: EventOptions) throws {
      self.table = try EventTable(table, options: options)
      (id, label) = (options.idColumn, options.labelColumn)
      areColumnsChosen = options.features != nil
    }

    private init(_ other: Events, _ table: EventTable) {
      self.table = table
      (id, label, areColumnsChosen) = (other.id, other.label, other.areColumnsChosen)
    }

    fileprivate func until(_ time: Timestamp) -> Events { Events(self, table.until(time)) }
  }
}

/// Sequences that are scored as wholes: the rows of a table, or a `.ts` file.
public struct SequenceRows: Sendable {
  /// The file's name, for messages.
  public let file: String
  /// The sequences.
  public let set: SequenceSet
  /// The columns of a table that are the steps; none of a file of sequences.
  public let steps: [String]
  /// The column of the class, where there is one.
  public let label: String?
  /// What each sequence is called: the value of the id column, or its number from 1.
  public let ids: [String]

  /// Sequences of a `.ts` file.
  ///
  /// - Throws: `SequenceFileError`, `TextError`.
  public init(contentsOf path: String) throws {
    set = try SequenceSet(contentsOf: path)
    (file, steps, label) = (path, [], nil)
    ids = set.sequences.indices.map { String($0 + 1) }
  }

  /// The rows of a table.
  ///
  /// - Parameters:
  ///   - table: a sequence a row.
  ///   - steps: the columns of numbers that are the steps, in order; `nil`: all but those of class and name.
  ///   - label: the column of the class.
  ///   - id: the column of the rows' names.
  /// - Throws: `TableError`, ``DetectorTaskError/noSteps(file:)``.
  public init(
    _ table: Table, steps: [String]? = nil, label: String? = nil, id: String? = nil
  ) throws {
    let others = [label, id].compactMap { $0 }
    self.steps = steps ?? table.columns.map(\.name).filter { !others.contains($0) }
    guard self.steps.count > 1 else { throw DetectorTaskError.noSteps(file: table.file) }
    set = try SequenceSet(rows: table, labelColumn: label, stepColumns: self.steps)
    (file, self.label) = (table.file, label)
    let names = try id.map { try table.column($0).words }
    ids = (0..<table.rowCount).map { names?[$0] ?? String($0 + 1) }
  }

  /// The values of each sequence by feature, with what is missing drawn in between its neighbours.
  var values: [[SeriesValues]] {
    let features = set.dimensionCount
    return set.sequences.map { sequence in
      (0..<features).map { feature in
        let raw = (0..<sequence.count).map { sequence.values[$0 * features + feature] }
        return SeriesValues(
          values: SeriesValues(filling: raw, policy: .interpolate).values,
          isObserved: raw.map { !$0.isNaN })
      }
    }
  }

  /// The class of each sequence, `nil` where it has none.
  var classes: [String?] { self.set.sequences.map { $0.label.map { self.set.classes[$0] } } }
}

extension SeriesTable {
  /// The class of each row of each series; `nil` without a column of the class.
  func classes(label: String?) -> [[String?]]? {
    guard let label, let place = observedCovariates.firstIndex(where: { $0.name == label }) else {
      return nil
    }
    let vocabulary = observedCovariates[place].vocabulary
    return series.map { series in
      let column = series.observedCovariates[place]
      return zip(column.values, column.isObserved).map { value, isObserved in
        guard isObserved else { return nil }
        guard let number = Int(exactly: value) else { return String(value) }
        return vocabulary.map { $0[number] } ?? String(number)
      }
    }
  }
}
