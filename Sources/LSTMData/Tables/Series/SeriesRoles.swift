import LSTMTensor

/// What each column of a table is used for.
struct SeriesRoles: Sendable {
  var targets: [String]
  var known: [String]
  var observed: [String]
  var statics: [String]
  var notes: [String] = []

  init(
    _ table: Table, _ options: SeriesOptions, times: [String], id: String?
  ) throws(TableError) {
    known = options.knownCovariates
    statics = options.staticFeatures
    for name in known + statics + (options.observedCovariates ?? []) { _ = try table.column(name) }
    var used = Set(times + known + statics + (options.observedCovariates ?? []))
    if let id { used.insert(id) }
    var free: [String] = []
    var numbers: [String] = []
    for column in table.columns where !used.contains(column.name) {
      switch column.values {
      case .times: continue
      case .categories: free.append(column.name)
      case .numbers(let values):
        if options.targets?.contains(column.name) != true, let note = Self.note(column, values) {
          notes.append(note)
        } else {
          free.append(column.name)
          numbers.append(column.name)
        }
      }
    }
    let chosen: [String]
    if let given = options.targets {
      for name in given { _ = try table.numbers(name) }
      chosen = given
    } else if let usual = ["y", "value", "target"].first(where: numbers.contains) {
      chosen = [usual]
    } else {
      chosen = numbers
    }
    guard !chosen.isEmpty else { throw .noTarget(file: table.file) }
    targets = chosen
    observed = options.observedCovariates ?? free.filter { !chosen.contains($0) }
  }

  /// Why a column of numbers says nothing: it counts the rows, or it is empty.
  private static func note(_ column: TableColumn, _ values: [Double]) -> String? {
    if values.allSatisfy(\.isNaN) { return "Column \"\(column.name)\" is empty and left out." }
    let name = column.name.lowercased()
    guard ["no", "nr", "row", "index", "column1", "unnamed: 0"].contains(name) else { return nil }
    let isCount = values.count > 2 && zip(values.dropFirst(), values).allSatisfy { $0 - $1 == 1 }
    return isCount ? "Column \"\(column.name)\" counts the rows and is left out." : nil
  }
}
