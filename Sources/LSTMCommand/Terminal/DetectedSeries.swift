import LSTMKit

/// A series of a file with its detections, for printing.
struct DetectedSeries {
  let path: String
  let table: SeriesTable
  /// Whether it is the only file: then the series' own names tell rows apart.
  let isAlone: Bool
  let detection: SeriesDetection

  private var rows: Range<Int> { 0..<detection.series.count }

  private func id(_ row: Int) -> String {
    let names = detection.names
    let own =
      table.series.count == 1 && names.count > 1
      ? names[detection.variables[row]] : detection.series.id
    return isAlone ? own : path
  }

  private func time(_ row: Int) -> String { table.text(of: detection.series.times[row]) }

  /// The rows of the CSV file.
  var csv: String {
    rows.map { row in
      DetectionRows.csv(
        id: id(row), time: time(row), value: detection.value(row), detection.detections[row])
        + "\n"
    }.joined()
  }

  /// The rows as JSON lines.
  var jsonLines: String {
    get throws {
      try rows.map { row in
        try DetectionRows.json(
          id: id(row), time: time(row), value: detection.value(row), detection.detections[row]
        ).text(.compact) + "\n"
      }.joined()
    }
  }

  /// What was found, a document.
  var json: JSONValue {
    [
      "file": .string(path), "unique_id": .string(detection.series.id),
      "rows": rows.count.json, "warm_up": warmUp.json,
      "flags": .array(
        flagged.map { row in
          DetectionRows.json(
            id: id(row), time: time(row), value: detection.value(row), detection.detections[row])
        }),
    ]
  }

  private var flagged: [Int] { rows.filter { detection.detections[$0].isFlagged } }

  private var warmUp: Int { detection.detections.prefix { $0.expected == nil }.count }

  /// A line for people.
  var summary: String {
    let flags = flagged
    let shown = flags.prefix(3).map(time).joined(separator: ", ")
    return "\(path): \(rows.count) rows, the first \(warmUp) to learn from; "
      + (flags.isEmpty
        ? "none flagged" : "\(flags.count) flagged: \(shown)\(flags.count > 3 ? " …" : "")")
  }

  /// The rows' scores beside their labels.
  func labelled(by windows: AnomalyWindows, in labels: String) throws -> LabelledScores {
    guard let rows = windows.rows(of: path, times: detection.series.times) else {
      throw UsageError(
        """
        \(labels) has no windows for \(path); expected its name, or the end of its path, among \
        \(windows.files.prefix(5).map(\.name).joined(separator: ", ")). Name the labels of this file.
        """)
    }
    return try detection.labelled(by: rows, name: path)
  }

  /// The series, what was expected, and the flags.
  var chart: LineChart {
    let hasTimes = table.timePrecision != nil
    let start = detection.series.times.first?.microseconds ?? 0
    let places = rows.map { row in
      hasTimes
        ? Double(detection.series.times[row].microseconds - start) / 86_400e6 : Double(row)
    }
    let name = detection.names.count == 1 ? detection.names[0] : "value"
    return LineChart(
      title: "\(flagged.count) flagged of \(rows.count) rows",
      x: LineChart.Axis(hasTimes && !rows.isEmpty ? "days since \(time(0))" : "row"),
      y: LineChart.Axis(name),
      // What was expected goes below: it is nearly the same but where it matters.
      series: [
        LineChart.Series(
          "expected", x: places, y: detection.detections.map { $0.expected ?? .nan }),
        LineChart.Series(name, x: places, y: rows.map { detection.value($0) ?? .nan }),
      ],
      marks: flagged.map { LineChart.Mark(x: places[$0], label: "flagged") })
  }
}
