extension SeriesTable {
  /// The series, their step, and what was found about their times and values.
  public var summary: TableSummary {
    let lengths = series.map(\.count)
    let (least, most) = (lengths.min() ?? 0, lengths.max() ?? 0)
    let rows = least == most ? "\(most)" : "\(least) to \(most)"
    let first = series.compactMap(\.times.first).min().map(text) ?? ""
    let last = series.compactMap(\.times.last).max().map(text) ?? ""
    var lines = [
      "\(file): \(series.count) series of \(rows) steps, "
        + (timePrecision == nil ? "no time" : "\(frequency.name), \(first) to \(last)"),
      "  target: " + Self.list(targetNames),
    ]
    for (title, covariates) in [
      ("known in advance", knownCovariates), ("observed", observedCovariates),
      ("static", staticFeatures),
    ] where !covariates.isEmpty {
      lines.append("  \(title): " + Self.list(covariates.map(\.words)))
    }
    lines += findings.lines.map { "  " + $0 }
    return TableSummary(lines: lines)
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(12).joined(separator: ", ")
    return names.count > 12 ? shown + " and \(names.count - 12) more" : shown
  }
}

extension Covariate {
  fileprivate var words: String {
    vocabulary.map { "\(name) (\($0.count) categories)" } ?? name
  }
}

extension SeriesFindings {
  /// What was found, a line each; what was not found is not mentioned.
  public var lines: [String] {
    var lines: [String] = []
    if gapCount > 0 {
      lines.append(
        "\(gapCount) rows missing between others"
          + (daylightSavingGaps > 0
            ? ", \(daylightSavingGaps) at the start of daylight saving" : ""))
    }
    if duplicateCount > 0 {
      lines.append(
        "\(duplicateCount) rows with a time that was there before, left out"
          + (daylightSavingRepeats > 0
            ? ", \(daylightSavingRepeats) at the end of daylight saving" : ""))
    }
    if standingCount > 0 { lines.append("\(standingCount) rows with the time of the row before") }
    if backwardCount > 0 {
      lines.append("\(backwardCount) rows with an earlier time than the row before")
    }
    if offGridCount > 0 { lines.append("\(offGridCount) rows off the regular step") }
    if wasSorted { lines.append("rows brought in order of time") }
    if missingTargetCount > 0 { lines.append("\(missingTargetCount) target values missing") }
    return lines + notes
  }
}
