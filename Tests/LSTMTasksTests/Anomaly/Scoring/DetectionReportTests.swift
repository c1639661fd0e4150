import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("The report of detections")
struct DetectionReportTests {
  // Ranked: 0.9 (anomaly), 0.8, 0.7 (anomaly), 0.2, 0.1; worked out by hand.
  private static let scores = [0.1, 0.9, .nan, 0.8, 0.7, 0.2]
  private static let labels = [false, true, true, false, true, false]

  @Test("counts rows with a score by their classes, beside the baseline")
  func rows() throws {
    let report = DetectionReport(
      scores: Self.scores, baseline: [0, 0, 0, 0, 0, 0], labels: Self.labels, threshold: 0.75,
      seriesCount: nil, seconds: 2)
    let found = report.discrimination
    #expect(report.rowCount == 5 && found.positives == 2)
    #expect(found.flagged.precision == 0.5 && found.flagged.recall == 0.5)
    let (roc, precisionRecall) = (found.areaUnderROC ?? 0, found.areaUnderPrecisionRecall ?? 0)
    #expect(abs(roc - 5.0 / 6) < 1e-12 && abs(precisionRecall - 5.0 / 6) < 1e-12)
    #expect(report.baseline?.areaUnderROC == 0.5)
    let json = JSONReader(report.json, document: "report")
    for key in ["precision", "recall", "f1", "auprc", "roc_auc"] {
      #expect(try json.member(key).double() > 0)
      #expect(try json.member("baseline").memberIfPresent(key) != nil)
    }
    #expect(try json.member("examples").integer() == 5)
    #expect(try json.memberIfPresent("series") == nil)
    #expect(try json.memberIfPresent("nab_standard") == nil)
    #expect(report.lines.contains { $0.contains("1 of 2 anomalies flagged and 1 of 3 other rows") })
  }

  @Test("has no area where all rows are of one kind")
  func oneKind() throws {
    let report = DetectionReport(
      scores: [0.2, 0.4], baseline: [0.1, 0.1], labels: [false, false], threshold: 0.5,
      seriesCount: 1, seconds: 0)
    let json = JSONReader(report.json, document: "report")
    #expect(try json.memberIfPresent("roc_auc") == nil)
    #expect(try json.member("series").integer() == 1)
    #expect(report.lines.contains { $0.contains(" -") })
  }

  @Test("counts the rows of windows as anomalies, and NAB's score beside a silent detector's")
  func windows() throws {
    let scores = (0..<100).map { $0 == 50 ? 0.9 : Double($0 % 10) / 100 }
    let series = try LabelledScores(name: "a", scores: scores, windows: [48...53])
    let report = DetectionReport([series], threshold: 0.5, seconds: 0)
    #expect(report.discrimination.positives == 6 && report.discrimination.flagged.precision == 1)
    #expect(report.rows.count == 3 && report.rows[0].flagged.detectedWindows == 1)
    let json = JSONReader(report.json, document: "report")
    #expect(try json.member("baseline").member("nab_standard").double() == 0)
    #expect(try json.member("nab_standard").double() > 0)
  }
}
