import LSTMData
import LSTMFormats

/// How well detections agree with labelled windows, by the rules of the Numenta Anomaly Benchmark.
public struct DetectionReport: Sendable {
  /// A profile's score at two thresholds.
  public struct Row: Sendable {
    /// What is paid and charged.
    public let profile: NABProfile
    /// At the one threshold for all series that is best.
    public let best: NABScorer.Result
    /// At the threshold at which rows are flagged.
    public let flagged: NABScorer.Result
  }

  /// The profiles.
  public let rows: [Row]
  /// Series scored.
  public let seriesCount: Int
  /// Rows with a score.
  public let rowCount: Int
  /// How long detection took.
  public let seconds: Double

  /// Scores series by their labels.
  public init(_ series: [LabelledScores], threshold: Double, seconds: Double) {
    rows = NABProfile.all.map { profile in
      let scorer = NABScorer(profile)
      return Row(
        profile: profile, best: scorer.best(series),
        flagged: scorer.score(series, threshold: threshold))
    }
    seriesCount = series.count
    rowCount = series.reduce(0) { $0 + $1.scores.count { !$0.isNaN } }
    self.seconds = seconds
  }

  /// The report with the keys that programs read.
  public var json: JSONValue {
    func members(_ result: NABScorer.Result) -> JSONValue {
      [
        "score": .number(result.score),
        "threshold": result.threshold.isFinite ? .number(result.threshold) : .null,
        "detected_windows": result.detectedWindows.json, "windows": result.windows.json,
        "false_positives": result.falsePositives.json,
      ]
    }
    var object = JSONObject()
    for row in rows {
      object["nab_\(row.profile.name)"] = .number(row.best.score)
    }
    for row in rows {
      object["nab_\(row.profile.name)_detail"] = [
        "best": members(row.best), "flagged": members(row.flagged),
      ]
    }
    object["series"] = seriesCount.json
    object["examples"] = rowCount.json
    object["seconds"] = .number(seconds)
    // A detector that never speaks.
    object["baseline"] = ["nab_standard": .number(0)]
    return .object(object)
  }

  /// The report as lines for people.
  public var lines: [String] {
    func text(_ result: NABScorer.Result) -> String {
      let threshold = result.threshold.isFinite ? result.threshold.text(3) : "none"
      return result.score.text(1).leftPadded(to: 7)
        + " at \(threshold): \(result.detectedWindows) of \(result.windows) windows, "
        + "\(result.falsePositives) false alarms"
    }
    var lines = ["Numenta Anomaly Benchmark score (100 perfect, 0 silence), by profile"]
    for row in rows {
      lines.append("\(row.profile.name.padded(to: 20)) best threshold \(text(row.best))")
      lines.append("".padded(to: 20) + " flagged rows   \(text(row.flagged))")
    }
    lines.append("\(seriesCount) series, \(rowCount) rows with a score, \(seconds.text(1)) s")
    return lines
  }
}
