import LSTMKit

/// What was found in a file, for printing.
protocol DetectedFile {
  /// The rows of the CSV file.
  var csv: String { get }
  /// The rows as JSON lines.
  var jsonLines: String { get throws }
  /// What was found, a document.
  var json: JSONValue { get }
  /// A line for people.
  var summary: String { get }
  /// What was read beside what was expected.
  var chart: LineChart { get throws }
}

/// A series of a file with its detections, for printing.
struct DetectedSeries: DetectedFile {
  let path: String
  let table: SeriesTable
  /// Whether it is the only file: then the series' own names tell rows apart.
  let isAlone: Bool
  let detection: SeriesDetection
  /// Whether the first rows were learned from.
  var hasWarmUp = true

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

  private var warmUp: Int {
    hasWarmUp ? detection.detections.prefix { $0.expected == nil }.count : 0
  }

  /// A line for people.
  var summary: String {
    let flags = flagged
    let shown = flags.prefix(3).map(time).joined(separator: ", ")
    return "\(path): \(rows.count) rows\(hasWarmUp ? ", the first \(warmUp) to learn from" : ""); "
      + (flags.isEmpty
        ? "none flagged" : "\(flags.count) flagged: \(shown)\(flags.count > 3 ? " …" : "")")
  }

  /// The rows' scores beside their labels.
  func labelled(by windows: AnomalyWindows) throws -> LabelledScores {
    try detection.labelled(
      by: try windows.knownRows(of: path, times: detection.series.times), name: path)
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
