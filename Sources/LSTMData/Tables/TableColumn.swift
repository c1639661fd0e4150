/// A column of a table: a name and a value a row.
public struct TableColumn: Sendable, Equatable {
  /// The values of a column.
  public enum Values: Sendable, Equatable {
    /// Numbers, NaN where missing.
    case numbers([Double])
    /// Each row's place in the vocabulary, -1 where missing; the vocabulary is in order of arrival.
    case categories([Int32], vocabulary: [String])
    /// Times, each there.
    case times(TimeColumn)
  }

  /// The name from the header, `column1` and so on without one.
  public let name: String
  /// The values, one a row.
  public let values: Values

  /// The number of missing values.
  public var missingCount: Int {
    switch values {
    case .numbers(let numbers): numbers.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    case .categories(let codes, _): codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    case .times: 0
    }
  }

  /// What the column holds, in a word.
  var kindName: String {
    switch values {
    case .numbers: "numbers"
    case .categories: "categories"
    case .times: "times"
    }
  }
}

/// A column of times.
public struct TimeColumn: Sendable, Equatable {
  /// A time a row.
  public var times: [Timestamp]
  /// The order of the dates' numbers.
  public var order: DateOrder
  /// Whether another order fits all rows too.
  public var isAmbiguous: Bool
  /// The finest unit that any row names.
  public var precision: TimePrecision
  /// Whether the times bear zones, and are UTC here.
  public var hasZone: Bool
}
