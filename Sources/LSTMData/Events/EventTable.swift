/// Events in the order of time, such as the card payments of customers: whose each is, its numbers and its categories.
///
/// ```swift
/// let table = try Table(contentsOf: "payments.csv")
/// let events = try EventTable(table, options: EventOptions(idColumn: "CUSTOMER_ID", labelColumn: "TX_FRAUD"))
/// print(events.count, events.entities.count, events.numbers.map(\.name))
/// ```
public struct EventTable: Sendable, Equatable {
  /// A column of numbers.
  public struct Number: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// [R]; NaN where missing.
    public let values: [Double]
  }

  /// A column of names.
  public struct Category: Sendable, Equatable {
    /// The column's name.
    public let name: String
    /// [R], places in the vocabulary; -1 where missing.
    public let codes: [Int32]
    /// The names, in order of arrival.
    public let vocabulary: [String]
  }

  /// The file's name for messages.
  public let file: String
  /// The finest unit that the file's times name.
  public let timePrecision: TimePrecision?
  /// Whose events there are, in order of arrival.
  public let entities: [String]
  /// [R], whose event it is, a place in ``entities``.
  public let entityOfEvent: [Int32]
  /// [R], never falling.
  public let times: [Timestamp]
  /// The columns of numbers.
  public let numbers: [Number]
  /// The columns of names.
  public let categories: [Category]
  /// [R], the class of each event, `nil` where it is not known; `nil` without a column of classes.
  public let classes: [String?]?
  /// [R], the place of each event among the rows of the file, from zero.
  public let rows: [Int]
  /// What was found and left out, a sentence each.
  public let notes: [String]

  /// The number of events, R.
  public var count: Int { times.count }

  /// A time as the file writes its own.
  public func text(of time: Timestamp) -> String {
    timePrecision == .day ? time.date.text : time.dateAndTimeText
  }
}

extension EventTable {
  /// The events of a table, each in its place in time; those of one time stay in the order of the file.
  ///
  /// A column of whole numbers whose name ends in "id" holds names. A column with another name in every row says
  /// nothing that could be learned, and is left out unless it is asked for.
  ///
  /// - Throws: `TableError` where a column is not there or of another kind, or there is no time.
  public init(_ table: Table, options: EventOptions) throws(TableError) {
    let found = try TableTimes(table, columns: options.timeColumns)
    guard let times = found.times else { throw .noTime(file: table.file) }
    // Never equal in time and apart in the file: a stable order.
    let order = times.indices.sorted {
      times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1]
    }
    let owner = try options.idColumn.map { name throws(TableError) in
      Category(try table.column(name), order)
    }
    let roles = try EventRoles(table, options, times: found.columns, order: order)
    let words = try options.labelColumn.map { name throws(TableError) in
      try table.column(name).words
    }
    self.init(
      file: table.file, timePrecision: found.precision,
      entities: owner.map { $0.vocabulary + ($0.codes.contains(-1) ? [""] : []) } ?? ["events"],
      entityOfEvent: owner.map { owner in
        owner.codes.map { $0 < 0 ? Int32(owner.vocabulary.count) : $0 }
      } ?? [Int32](repeating: 0, count: order.count),
      times: order.map { times[$0] }, numbers: roles.numbers, categories: roles.categories,
      classes: words.map { words in order.map { words[$0] } }, rows: order,
      notes: found.notes + roles.notes)
  }
}

extension EventTable.Category {
  /// A column as names, in the order of time.
  init(_ column: TableColumn, _ order: [Int]) {
    let words = column.words
    var places: [String: Int32] = [:]
    var vocabulary: [String] = []
    codes = order.map { row in
      guard let word = words[row] else { return -1 }
      if let place = places[word] { return place }
      let place = Int32(vocabulary.count)
      places[word] = place
      vocabulary.append(word)
      return place
    }
    name = column.name
    self.vocabulary = vocabulary
  }
}

extension EventTable {
  /// The events up to a time, that included.
  public func until(_ time: Timestamp) -> EventTable {
    let count = times.firstIndex { $0 > time } ?? times.count
    return EventTable(
      file: file, timePrecision: timePrecision, entities: entities,
      entityOfEvent: Array(entityOfEvent[..<count]), times: Array(times[..<count]),
      numbers: numbers.map { Number(name: $0.name, values: Array($0.values[..<count])) },
      categories: categories.map {
        Category(name: $0.name, codes: Array($0.codes[..<count]), vocabulary: $0.vocabulary)
      },
      classes: classes.map { Array($0[..<count]) }, rows: Array(rows[..<count]), notes: notes)
  }
}

/// What each column of a table of events is used for.
private struct EventRoles {
  var numbers: [EventTable.Number] = []
  var categories: [EventTable.Category] = []
  var notes: [String] = []

  init(
    _ table: Table, _ options: EventOptions, times: [String], order: [Int]
  ) throws(TableError) {
    let used = times + [options.idColumn, options.labelColumn].compactMap { $0 }
    for name in options.categories { _ = try table.column(name) }
    let names = options.features ?? table.columns.map(\.name).filter { !used.contains($0) }
    for name in names {
      let column = try table.column(name)
      let isNamed = options.categories.contains(name)
      switch column.values {
      case .times where options.features != nil:
        throw .wrongKind(
          file: table.file, column: name, found: "times", expected: "numbers or categories")
      case .times: continue
      case .numbers(let values) where !isNamed && !Self.areNames(name, values):
        guard values.contains(where: { !$0.isNaN }) else {
          notes.append("Column \"\(name)\" is empty and left out.")
          continue
        }
        numbers.append(EventTable.Number(name: name, values: order.map { values[$0] }))
      case .numbers, .categories:
        let category = EventTable.Category(column, order)
        // Another name in every row, as of a number that counts them.
        guard options.features != nil || isNamed || category.vocabulary.count < order.count else {
          notes.append(
            "Column \"\(name)\" has another value in every row and is left out.")
          continue
        }
        categories.append(category)
      }
    }
  }

  private static func areNames(_ name: String, _ values: [Double]) -> Bool {
    name.lowercased().hasSuffix("id")
      && values.allSatisfy { $0.isNaN || Int(exactly: $0) != nil }
  }
}
