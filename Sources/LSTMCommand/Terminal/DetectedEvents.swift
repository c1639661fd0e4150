import LSTMKit

/// Events of a file with their scores, for printing, in the order of the file.
struct DetectedEvents: DetectedFile {
  let path: String
  let table: EventTable
  /// Whether it is the only file: then owners tell events apart.
  let isAlone: Bool
  /// In the order of time.
  let scores: [EventScore]

  init(
    _ table: EventTable, path: String, isAlone: Bool, _ trained: TrainedEventDetector
  ) throws {
    (self.table, self.path, self.isAlone) = (table, path, isAlone)
    scores = try trained.scores(table)
  }

  private var inFileOrder: [EventScore] {
    zip(table.rows, scores).sorted { $0.0 < $1.0 }.map(\.1)
  }

  private func id(_ score: EventScore) -> String { isAlone ? score.id : "\(path):\(score.id)" }

  private func detection(_ score: EventScore) -> Detection {
    Detection(
      expected: score.expected, score: score.score, kind: nil, isFlagged: score.isFlagged)
  }

  /// The rows of the CSV file.
  var csv: String {
    inFileOrder.map { score in
      DetectionRows.csv(
        id: id(score), time: table.text(of: score.time), value: score.value, detection(score))
        + "\n"
    }.joined()
  }

  /// The rows as JSON lines.
  var jsonLines: String {
    get throws { try inFileOrder.map { try json($0).text(.compact) + "\n" }.joined() }
  }

  /// What was found, a document.
  var json: JSONValue {
    [
      "file": .string(path), "rows": scores.count.json, "owners": table.entities.count.json,
      "flags": .array(inFileOrder.filter(\.isFlagged).map(json)),
    ]
  }

  private func json(_ score: EventScore) -> JSONValue {
    DetectionRows.json(
      id: id(score), time: table.text(of: score.time), value: score.value, detection(score))
  }

  /// A line for people.
  var summary: String {
    let flags = scores.filter(\.isFlagged)
    let shown = flags.prefix(3).map { "\($0.id) at \(table.text(of: $0.time))" }
      .joined(separator: ", ")
    return "\(path): \(scores.count) events of \(table.entities.count) owners; "
      + (flags.isEmpty
        ? "none flagged" : "\(flags.count) flagged: \(shown)\(flags.count > 3 ? " …" : "")")
  }

  /// How many events are flagged each day, of less than four days each hour.
  var chart: LineChart {
    let start = table.times.first?.microseconds ?? 0
    let hours = scores.map { Int(($0.time.microseconds - start) / 3600_000_000) }
    let unit = (hours.last ?? 0) < 96 ? (name: "hour", hours: 1) : (name: "day", hours: 24)
    var counts = [Double](repeating: 0, count: (hours.last ?? 0) / unit.hours + 1)
    for (hour, score) in zip(hours, scores) where score.isFlagged { counts[hour / unit.hours] += 1 }
    return LineChart(
      title: "\(scores.count(where: \.isFlagged)) flagged of \(scores.count) events",
      x: LineChart.Axis("\(unit.name)s since \(table.times.first.map(table.text) ?? "")"),
      y: LineChart.Axis("flagged events a \(unit.name)"),
      series: [LineChart.Series("flagged", y: counts)])
  }
}
