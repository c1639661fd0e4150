import ArgumentParser
import LSTMKit

/// How a table of series is read.
struct SeriesArguments: ParsableArguments {
  @Option(help: "Columns of the time, with commas between them; found where nothing is said.")
  var time: String?

  @Option(help: "Column that tells series apart.")
  var id: String?

  @Option(
    help:
      "Missing values: error, interpolate, forward (the last value) or mask (marked as missing).")
  var missing: MissingValuePolicy = .mask

  @Flag(help: "Bring rows in the order of time.")
  var sort = false

  @Flag(help: "Keep the first of rows with one time.")
  var dedupe = false

  @Option(
    help:
      "What separates fields: comma, semicolon, tab, bar or whitespace; found where nothing is said."
  )
  var separator: TableSeparator?

  @Flag(name: .customLong("no-header"), help: "The first row is data.")
  var hasNoHeader = false

  /// Whether any of them was typed.
  var isGiven: Bool {
    time != nil || id != nil || missing != .mask || sort || dedupe || separator != nil
      || hasNoHeader
  }

  /// The options in the reader's words.
  ///
  /// - Parameters:
  ///   - targets: columns to forecast or to watch.
  ///   - known: columns whose values are known in advance.
  func options(targets: [String]?, known: [String] = []) -> SeriesOptions {
    SeriesOptions(
      timeColumns: time.map { $0.split(separator: ",").map(String.init) }, idColumn: id,
      targets: targets, knownCovariates: known, missing: missing, sorts: sort,
      dropsDuplicates: dedupe)
  }

  /// How the table is read.
  var reading: TableOptions {
    TableOptions(
      separator: separator, hasHeader: hasNoHeader ? false : nil, categories: id.map { [$0] } ?? [])
  }

  /// The series of a file.
  func table(_ path: String, _ options: SeriesOptions) throws -> SeriesTable {
    try SeriesTable(contentsOf: path, options: options, reading: reading)
  }
}

extension MissingValuePolicy: ExpressibleByArgument {}
extension TableSeparator: ExpressibleByArgument {}
