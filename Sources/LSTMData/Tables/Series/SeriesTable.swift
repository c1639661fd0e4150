/// Series with their times, targets, covariates and what is missing: what a forecaster or a detector
/// learns from.
///
/// ```swift
/// let table = try SeriesTable(contentsOf: "weather.csv", options: SeriesOptions(targets: ["temp_max"]))
/// print(table.summary.lines.joined(separator: "\n"))       // daily, 1461 rows, no gap …
/// let series = table.series[0]
/// let scaler = SeriesScaler(fittedOn: series.targets[0][0..<1096])
/// let inputs = scaler.scaled(series.targets[0].values)     // [T], for the network
/// ```
///
/// Wide tables (a time column, a column a variable) make one series; long ones (`unique_id,ds,y`)
/// one a value of the id column, in order of arrival.
public struct SeriesTable: Sendable, Equatable {
  /// The file's name for messages.
  public let file: String
  /// The step from row to row.
  public let frequency: Frequency
  /// The finest unit that the file's times name, `nil` where it has none.
  public let timePrecision: TimePrecision?
  /// The target columns.
  public let targetNames: [String]
  /// The columns known in advance.
  public let knownCovariates: [Covariate]
  /// The other columns.
  public let observedCovariates: [Covariate]
  /// The columns with one value a series.
  public let staticFeatures: [Covariate]
  /// The series, in order of arrival.
  public let series: [TimeSeries]
  /// What was found and done on the way.
  public let findings: SeriesFindings

  /// A time as the file writes its own: `1949-01`, `2016-07-01`, `2016-07-01 13:00:00`.
  public func text(of time: Timestamp) -> String {
    switch timePrecision {
    case nil: String(time.microseconds)
    case .year: String(time.date.year)
    case .month: time.date.monthText
    case .day: time.date.text
    case .time: time.dateAndTimeText
    }
  }
}

/// What was found about a table's times and values.
public struct SeriesFindings: Sendable, Equatable {
  /// Rows that the regular series lack.
  public var gapCount = 0
  /// Those of them that are the hour left out when daylight saving begins.
  public var daylightSavingGaps = 0
  /// Rows with a time that was there before, left out.
  public var duplicateCount = 0
  /// Those of them that are the hour repeated when daylight saving ends.
  public var daylightSavingRepeats = 0
  /// Rows with the time of the row before, kept.
  public var standingCount = 0
  /// Rows with an earlier time than the row before, kept.
  public var backwardCount = 0
  /// Rows whose time is off the regular grid.
  public var offGridCount = 0
  /// Whether rows had to be brought in order.
  public var wasSorted = false
  /// Missing target values, rows in gaps not counted.
  public var missingTargetCount = 0
  /// Further remarks, a sentence each.
  public var notes: [String] = []
}
