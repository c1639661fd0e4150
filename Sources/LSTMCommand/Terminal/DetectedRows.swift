import LSTMKit

/// Sequences of a file with their scores, for printing.
struct DetectedRows: DetectedFile {
  let path: String
  let rows: SequenceRows
  /// Whether it is the only file: then the sequences' own names tell them apart.
  let isAlone: Bool
  let trained: TrainedSequenceDetector
  let scores: [SequenceScore]

  init(
    _ rows: SequenceRows, path: String, isAlone: Bool, _ trained: TrainedSequenceDetector
  ) throws {
    (self.rows, self.path, self.isAlone, self.trained) = (rows, path, isAlone, trained)
    scores = try trained.scores(rows)
  }

  private func id(_ score: SequenceScore) -> String { isAlone ? score.id : "\(path):\(score.id)" }

  /// A sequence has no time and no one value.
  private func detection(_ score: SequenceScore) -> Detection {
    Detection(expected: nil, score: score.score, kind: nil, isFlagged: score.isFlagged)
  }

  /// The rows of the CSV file.
  var csv: String {
    scores.map { score in
      DetectionRows.csv(id: id(score), time: "", value: nil, detection(score)) + "\n"
    }.joined()
  }

  /// The rows as JSON lines.
  var jsonLines: String {
    get throws {
      try scores.map { try json($0).text(.compact) + "\n" }.joined()
    }
  }

  /// What was found, a document.
  var json: JSONValue {
    [
      "file": .string(path), "rows": scores.count.json,
      "flags": .array(flagged.map(json)),
    ]
  }

  private func json(_ score: SequenceScore) -> JSONValue {
    DetectionRows.json(id: id(score), time: "", value: nil, detection(score))
  }

  private var flagged: [SequenceScore] { scores.filter(\.isFlagged) }

  /// A line for people.
  var summary: String {
    let flags = flagged
    let shown = flags.prefix(5).map(\.id).joined(separator: ", ")
    return "\(path): \(scores.count) rows; "
      + (flags.isEmpty
        ? "none flagged" : "\(flags.count) flagged: \(shown)\(flags.count > 5 ? " …" : "")")
  }

  /// The sequence with the highest score beside what was given back of it.
  var chart: LineChart {
    get throws {
      let highest = scores.indices.max { (scores[$0].score ?? -1) < (scores[$1].score ?? -1) } ?? 0
      let parts = try trained.reconstruction(rows, at: highest)
      func error(_ part: (value: [Double], expected: [Double])) -> Double {
        zip(part.value, part.expected).reduce(0) { sum, pair in
          let error = pair.0 - pair.1
          return error.isNaN ? sum : sum + error * error
        }
      }
      let place = parts.indices.max { error(parts[$0]) < error(parts[$1]) } ?? 0
      let name = trained.variables[place]
      return LineChart(
        title:
          "Row \(scores[highest].id), score \((scores[highest].score ?? 0).text(3)), the highest of "
          + "\(scores.count)",
        x: LineChart.Axis("step"), y: LineChart.Axis(name),
        series: [
          LineChart.Series("expected", y: parts[place].expected),
          LineChart.Series(name, y: parts[place].value),
        ])
    }
  }
}
