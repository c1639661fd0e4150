/// The rows of a table, sorted by the series that they belong to.
struct SeriesGroups: Sendable {
  private static let idNames = ["unique_id", "series_id", "item_id"]

  /// The id column, `nil` where all rows are one series.
  private(set) var column: String?
  /// The series' names, in order of arrival.
  private(set) var names: [String?] = [nil]
  /// The rows of each, in the file's order.
  private(set) var rows: [[Int]] = []

  init(_ table: Table, column given: String?, times: [Timestamp]?) throws(TableError) {
    let known = table.columns.first { Self.idNames.contains($0.name.lowercased()) }?.name
    guard let name = given ?? known ?? Self.found(in: table, times) else {
      rows = [Array(0..<table.rowCount)]
      return
    }
    column = name
    let (codes, vocabulary) = try Self.codes(table, name)
    names = vocabulary
    rows = Array(repeating: [], count: vocabulary.count)
    for (row, code) in codes.enumerated() { rows[code].append(row) }
  }

  /// The one column of categories whose words have each time once and in order, where all rows
  /// together do not.
  private static func found(in table: Table, _ times: [Timestamp]?) -> String? {
    guard let times, zip(times.dropFirst(), times).contains(where: { $0 <= $1 }) else { return nil }
    let fitting = table.columns.filter { column in
      guard case .categories(let codes, let vocabulary) = column.values else { return false }
      var last = [Timestamp?](repeating: nil, count: vocabulary.count)
      for (code, time) in zip(codes, times) {
        guard code >= 0 else { return false }
        if let last = last[Int(code)], time <= last { return false }
        last[Int(code)] = time
      }
      return vocabulary.count * 2 <= times.count
    }
    return fitting.count == 1 ? fitting[0].name : nil
  }

  private static func codes(
    _ table: Table, _ name: String
  ) throws(TableError) -> ([Int], [String?]) {
    switch try table.column(name).values {
    case .categories(let codes, let vocabulary):
      if let row = codes.firstIndex(where: { $0 < 0 }) {
        throw .missingValue(
          file: table.file, series: nil, column: name, time: "row \(table.firstRow + row)")
      }
      return (codes.map(Int.init), vocabulary)
    case .numbers(let numbers):
      var places: [Double: Int] = [:]
      var names: [String?] = []
      var codes: [Int] = []
      for (row, number) in numbers.enumerated() {
        guard !number.isNaN else {
          throw .missingValue(
            file: table.file, series: nil, column: name, time: "row \(table.firstRow + row)")
        }
        let place = places[number, default: names.count]
        if place == names.count {
          places[number] = place
          names.append(Int(exactly: number).map(String.init) ?? String(number))
        }
        codes.append(place)
      }
      return (codes, names)
    case .times:
      throw .wrongKind(
        file: table.file, column: name, found: "times", expected: "names or numbers of series")
    }
  }
}
