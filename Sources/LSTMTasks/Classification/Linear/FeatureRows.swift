/// Rows of numbers most of which are zero, row after row.
struct FeatureRows: Sendable {
  /// A number that is not zero, and its column.
  struct Entry: Sendable, Equatable {
    var column: Int32
    var value: Double
  }

  /// Columns of a row, F.
  let columnCount: Int
  private(set) var bounds = [0]
  private(set) var entries: [Entry] = []

  init(columnCount: Int) {
    self.columnCount = columnCount
  }

  var count: Int { bounds.count - 1 }

  mutating func append(_ row: [Entry]) {
    entries.append(contentsOf: row)
    bounds.append(entries.count)
  }

  /// What of a row is not zero.
  subscript(row: Int) -> ArraySlice<Entry> { entries[bounds[row]..<bounds[row + 1]] }

  /// Some columns by themselves, counted from zero.
  func columns(_ range: Range<Int>) -> FeatureRows {
    var result = FeatureRows(columnCount: range.count)
    for row in 0..<count {
      result.append(
        self[row].filter { range.contains(Int($0.column)) }.map {
          Entry(column: $0.column - Int32(range.lowerBound), value: $0.value)
        })
    }
    return result
  }
}
