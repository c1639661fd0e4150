import LSTMData
import LSTMFormats

/// How well detections agree with labels: row by row, and by the rules of the Numenta Anomaly Benchmark where the labels are
/// windows.
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

  /// How well scores tell anomalies from other rows.
  public struct Discrimination: Sendable, Equatable {
    /// Counts, precision, recall and F1 at the threshold at which rows are flagged.
    public let flagged: DetectionCurve.Point
    /// The area under precision over recall; `nil` without anomalies.
    public let areaUnderPrecisionRecall: Double?
    /// The area under the receiver operating characteristic; `nil` where all rows are of one kind.
    public let areaUnderROC: Double?
    /// Rows that are anomalies.
    public let positives: Int

    /// Of scores with their labels; a score that is no number does not count.
    public init(scores: [Double], labels: [Bool], threshold: Double) {
      let curve = DetectionCurve(scores: scores, labels: labels)
      flagged = curve.point(at: threshold)
      areaUnderPrecisionRecall = curve.areaUnderPrecisionRecall
      areaUnderROC = curve.areaUnderROC
      positives = curve.positives
    }

    /// Of series whose anomalies are the rows of windows.
    init(_ series: [LabelledScores], threshold: Double) {
      self.init(
        scores: series.flatMap(\.scores), labels: series.flatMap(\.isAnomaly), threshold: threshold)
    }

    /// The keys that programs read.
    var json: [(String, JSONValue)] {
      [
        ("precision", .number(flagged.precision)), ("recall", .number(flagged.recall)),
        ("f1", .number(flagged.f1)), ("auprc", areaUnderPrecisionRecall.json),
        ("roc_auc", areaUnderROC.json),
      ]
    }

    /// A line for people.
    func line(_ name: String) -> String {
      func text(_ number: Double?) -> String { (number?.text(4) ?? "-").leftPadded(to: 10) }
      return name.padded(to: 20) + text(areaUnderROC) + text(areaUnderPrecisionRecall)
        + text(flagged.precision) + text(flagged.recall) + text(flagged.f1)
    }

    static let header =
      "".padded(to: 20)
      + ["ROC-AUC", "AUPRC", "precision", "recall", "F1"].map { $0.leftPadded(to: 10) }.joined()
  }

  /// The profiles of the benchmark; none where the labels are no windows.
  public let rows: [Row]
  /// How rows are told apart.
  public let discrimination: Discrimination
  /// The same of a simple method, where there is one: the distance from the mean sequence.
  public let baseline: Discrimination?
  /// A row with at least this score is flagged.
  public let threshold: Double
  /// Series scored; `nil` where sequences were scored as wholes.
  public let seriesCount: Int?
  /// Rows with a score and a label.
  public let rowCount: Int
  /// How long detection took.
  public let seconds: Double

  private let baselineBenchmark: Double?

  /// Scores series by windows.
  ///
  /// - Parameters:
  ///   - series: scores and windows.
  ///   - baseline: the same by a simple method; `nil`: the baseline is a detector that never speaks.
  ///   - threshold: a row with at least this score is flagged.
  ///   - seconds: how long detection took.
  public init(
    _ series: [LabelledScores], baseline: [LabelledScores]? = nil, threshold: Double,
    seconds: Double
  ) {
    rows = NABProfile.all.map { profile in
      let scorer = NABScorer(profile)
      return Row(
        profile: profile, best: scorer.best(series),
        flagged: scorer.score(series, threshold: threshold))
    }
    discrimination = Discrimination(series, threshold: threshold)
    self.baseline = baseline.map { Discrimination($0, threshold: threshold) }
    baselineBenchmark = baseline.map { NABScorer().best($0).score } ?? 0
    self.threshold = threshold
    seriesCount = series.count
    rowCount = series.reduce(0) { $0 + $1.scores.count { !$0.isNaN } }
    self.seconds = seconds
  }

  /// Scores rows by their classes.
  ///
  /// - Parameters:
  ///   - scores: one a row; what is no number does not count.
  ///   - baseline: the same by a simple method.
  ///   - labels: whether each row is an anomaly.
  ///   - threshold: a row with at least this score is flagged.
  ///   - seriesCount: `nil` where sequences were scored as wholes.
  ///   - seconds: how long detection took.
  public init(
    scores: [Double], baseline: [Double], labels: [Bool], threshold: Double, seriesCount: Int?,
    seconds: Double
  ) {
    rows = []
    discrimination = Discrimination(scores: scores, labels: labels, threshold: threshold)
    self.baseline = Discrimination(scores: baseline, labels: labels, threshold: threshold)
    baselineBenchmark = nil
    self.threshold = threshold
    self.seriesCount = seriesCount
    rowCount = scores.count { !$0.isNaN }
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
    var object = JSONObject(discrimination.json)
    object["threshold"] = .number(threshold)
    for row in rows {
      object["nab_\(row.profile.name)"] = .number(row.best.score)
    }
    for row in rows {
      object["nab_\(row.profile.name)_detail"] = [
        "best": members(row.best), "flagged": members(row.flagged),
      ]
    }
    if let seriesCount { object["series"] = seriesCount.json }
    object["examples"] = rowCount.json
    object["anomalies"] = discrimination.positives.json
    object["seconds"] = .number(seconds)
    var simple = JSONObject(baseline?.json ?? [])
    if let baselineBenchmark { simple["nab_standard"] = .number(baselineBenchmark) }
    object["baseline"] = .object(simple)
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
    var lines =
      rows.isEmpty
      ? [] : ["Numenta Anomaly Benchmark score (100 perfect, 0 silence), by profile"]
    for row in rows {
      lines.append("\(row.profile.name.padded(to: 20)) best threshold \(text(row.best))")
      lines.append("".padded(to: 20) + " flagged rows   \(text(row.flagged))")
    }
    lines += [Discrimination.header, discrimination.line("this detector")]
    if let baseline { lines.append(baseline.line("distance to the mean")) }
    let series = seriesCount.map { "\($0) series, " } ?? ""
    let flagged = discrimination.flagged
    lines.append(
      "\(flagged.truePositives) of \(discrimination.positives) anomalies flagged and "
        + "\(flagged.falsePositives) of \(rowCount - discrimination.positives) other rows, "
        + "at the score \(threshold.text(3))")
    lines.append("\(series)\(rowCount) rows with a score, \(seconds.text(1)) s")
    return lines
  }
}
