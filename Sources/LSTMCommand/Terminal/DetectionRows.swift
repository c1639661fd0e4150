import LSTMKit

/// Rows of detections as a CSV file and as JSON lines.
enum DetectionRows {
  /// The CSV file's first line.
  static let header = "unique_id,ds,value,expected,score,flag"

  /// A row of the CSV file; numbers are written with the fewest digits that read back as they are.
  static func csv(id: String, time: String, value: Double?, _ detection: Detection) -> String {
    "\(id.csvField),\(time.csvField),\(text(value)),\(text(detection.expected)),"
      + "\(text(detection.score)),\(detection.isFlagged ? 1 : 0)"
  }

  /// A row as a JSON object.
  static func json(id: String, time: String, value: Double?, _ detection: Detection) -> JSONValue {
    [
      "unique_id": .string(id), "ds": .string(time), "value": number(value),
      "expected": number(detection.expected), "score": number(detection.score),
      "flag": .boolean(detection.isFlagged),
      "kind": detection.kind.map { .string("\($0)") } ?? .null,
    ]
  }

  private static func text(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }

  private static func number(_ number: Double?) -> JSONValue {
    number.map { .number($0) } ?? .null
  }
}
