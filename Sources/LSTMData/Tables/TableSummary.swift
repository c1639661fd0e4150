/// What is in a table, said in lines for people.
public struct TableSummary: Sendable, Equatable {
  /// A line each, without line breaks.
  public let lines: [String]
}

extension Table {
  /// Rows, format and each column's kind, range and missing values.
  public var summary: TableSummary {
    let header = format.hasHeader ? "a header" : "no header"
    var lines = [
      "\(file): \(rowCount) row\(rowCount == 1 ? "" : "s"), \(columns.count) "
        + "column\(columns.count == 1 ? "" : "s"), separated by \(format.separator.rawValue), "
        + "decimal \(format.decimalMark.rawValue), \(header)"
    ]
    let shown = 40
    let width = columns.prefix(shown).map(\.name.count).max() ?? 0
    for column in columns.prefix(shown) {
      lines.append("  " + column.name.padded(to: width) + "  " + column.summaryText)
    }
    if columns.count > shown { lines.append("  and \(columns.count - shown) more columns") }
    return TableSummary(lines: lines)
  }
}

extension TableColumn {
  fileprivate var summaryText: String {
    let missing = missingCount == 0 ? "" : ", \(missingCount) missing"
    switch values {
    case .numbers(let numbers):
      var (least, most) = (Double.infinity, -Double.infinity)
      for number in numbers where !number.isNaN {
        least = min(least, number)
        most = max(most, number)
      }
      guard least <= most else { return "numbers, all missing" }
      return "numbers from \(least) to \(most)" + missing
    case .categories(_, let vocabulary):
      let words = vocabulary.prefix(5).map(TableError.quoted).joined(separator: ", ")
      return "\(vocabulary.count) categor\(vocabulary.count == 1 ? "y" : "ies"): " + words
        + (vocabulary.count > 5 ? " …" : "") + missing
    case .times(let column):
      let first = column.times.min()?.text ?? ""
      let last = column.times.max()?.text ?? ""
      var text = "times from \(first) to \(last)"
      if column.hasZone { text += ", in UTC" }
      if column.isAmbiguous {
        text += ", dates read \(column.order.words); the other order fits too"
      }
      return text
    }
  }
}

extension DateOrder {
  /// The order in words.
  var words: String {
    switch self {
    case .monthFirst: "month first"
    case .dayFirst: "day first"
    case .yearFirst: "year first"
    }
  }
}
