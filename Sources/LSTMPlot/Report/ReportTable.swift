/// A table of a report.
public struct ReportTable: Sendable, Equatable {
  /// What the table shows.
  public var caption: String
  /// The names of the columns.
  public var columns: [String]
  /// The cells, row by row; the first cell of a row names it, and cells that lack are empty.
  public var rows: [[String]]

  /// A table of a report.
  public init(caption: String, columns: [String], rows: [[String]]) {
    (self.caption, self.columns, self.rows) = (caption, columns, rows)
  }

  var element: Markup {
    let count = max(columns.count, rows.map(\.count).max() ?? 0)
    let styles = (0..<count).map { isNumeric($0) ? "number" : nil }
    let head = styles.enumerated().map { column, style in
      Markup("th", ["scope": "col", "class": style], text: Self.cell(column, of: columns))
    }
    let body = rows.map { row in
      let cells = styles.enumerated().map { column, style in
        let text = Self.cell(column, of: row)
        return column == 0
          ? Markup("th", ["scope": "row", "class": style], text: text)
          : Markup("td", ["class": style], text: text)
      }
      return Markup("tr", [:], cells.joined())
    }
    // A wide table scrolls by itself, with the keyboard too.
    return Markup(
      "div", ["class": "table", "role": "region", "tabindex": "0", "aria-label": caption],
      Markup(
        "table", [:],
        Markup("caption", text: caption)
          + Markup("thead", [:], Markup("tr", [:], head.joined()))
          + Markup("tbody", [:], body.joined())))
  }

  /// Whether a column is aligned as numbers are.
  private func isNumeric(_ column: Int) -> Bool {
    let cells = rows.map { Self.cell(column, of: $0) }.filter { !$0.isEmpty }
    return !cells.isEmpty
      && cells.allSatisfy { cell in
        let digits = cell.hasPrefix("−") ? "-" + cell.dropFirst() : cell
        return Double(digits.hasSuffix("%") ? String(digits.dropLast()) : digits) != nil
      }
  }

  private static func cell(_ column: Int, of row: [String]) -> String {
    row.indices.contains(column) ? row[column] : ""
  }
}
