/// Brings the rows of one series into the order of time, each time once.
struct RowOrder: Sendable {
  private let file: String
  private let firstRow: Int
  private let sorts: Bool
  private let dropsDuplicates: Bool
  private let keepsAllRows: Bool

  init(_ table: Table, _ options: SeriesOptions) {
    file = table.file
    firstRow = table.firstRow
    sorts = options.sorts
    dropsDuplicates = options.dropsDuplicates
    keepsAllRows = options.keepsAllRows
  }

  /// The rows to keep, ascending in time.
  func ordered(
    _ rows: [Int], _ times: [Timestamp], series: String?, findings: inout SeriesFindings
  ) throws(TableError) -> [Int] {
    var rows = rows
    if sorts, zip(rows.dropFirst(), rows).contains(where: { times[$0] < times[$1] }) {
      rows.sort { times[$0] == times[$1] ? $0 < $1 : times[$0] < times[$1] }
      findings.wasSorted = true
    }
    if keepsAllRows, !dropsDuplicates {
      try countSteps(rows, times, series: series, findings: &findings)
      return rows
    }
    var kept: [Int] = []
    kept.reserveCapacity(rows.count)
    for row in rows {
      guard let last = kept.last, times[row] <= times[last] else {
        kept.append(row)
        continue
      }
      let (time, previous) = (times[row], times[last])
      let isDaylightSaving =
        DaylightSaving.isSwitch(time)
        && previous.microseconds - time.microseconds <= DaylightSaving.hour
      guard time == previous || isDaylightSaving else {
        throw .notMonotonic(
          file: file, series: series, row: firstRow + row, found: time.dateAndTimeText,
          previous: previous.dateAndTimeText)
      }
      guard dropsDuplicates else {
        throw .duplicateTime(
          file: file, series: series, row: firstRow + row, time: time.dateAndTimeText,
          isDaylightSaving: isDaylightSaving)
      }
      findings.duplicateCount += 1
      if isDaylightSaving { findings.daylightSavingRepeats += 1 }
    }
    return kept
  }

  /// Rows that do not go on in time are counted; one in a hundred may step back, as where a clock was set.
  private func countSteps(
    _ rows: [Int], _ times: [Timestamp], series: String?, findings: inout SeriesFindings
  ) throws(TableError) {
    var firstBack: (row: Int, previous: Int)?
    for (row, previous) in zip(rows.dropFirst(), rows) where times[row] <= times[previous] {
      if times[row] == times[previous] {
        findings.standingCount += 1
      } else {
        findings.backwardCount += 1
        firstBack = firstBack ?? (row, previous)
      }
    }
    if let firstBack, findings.backwardCount * 100 > rows.count {
      throw .notMonotonic(
        file: file, series: series, row: firstRow + firstBack.row,
        found: times[firstBack.row].dateAndTimeText,
        previous: times[firstBack.previous].dateAndTimeText)
    }
  }
}

/// Recognises the hours at which clocks are changed, without knowing the zone: between midnight and
/// four on a Sunday in spring or autumn.
enum DaylightSaving {
  static let hour: Int64 = 3_600_000_000

  static func isSwitch(_ time: Timestamp) -> Bool {
    let month = time.date.month
    return time.dayOfWeek == 6 && time.timeOfDay < 4 * hour
      && ((3...4).contains(month)
        || (9...11).contains(month))
  }

  /// Whether the rows left out between two times are the hour that spring leaves out.
  static func isGap(from start: Timestamp, to end: Timestamp, step: Int64) -> Bool {
    end.microseconds - start.microseconds == step + hour && isSwitch(end)
  }
}
