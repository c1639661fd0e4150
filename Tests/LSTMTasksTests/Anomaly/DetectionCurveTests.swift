import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("Precision, recall and the areas under the curves")
struct DetectionCurveTests {
  @Test("are scikit-learn's, ties included")
  func fixture() throws {
    let part = try TaskFixture.part("detection", of: "metrics")
    let labels = try part.numbers("labels").map { $0 == 1 }
    let curve = DetectionCurve(scores: try part.numbers("scores"), labels: labels)
    let precisionRecall = try #require(curve.areaUnderPrecisionRecall)
    let precisionRecallThere = try part.number("average_precision")
    #expect(abs(precisionRecall - precisionRecallThere) < 1e-12)
    let roc = try #require(curve.areaUnderROC)
    let rocThere = try part.number("roc_auc")
    #expect(abs(roc - rocThere) < 1e-12)
  }

  @Test("count detections at a threshold")
  func counts() {
    let curve = DetectionCurve(
      scores: [0.9, 0.8, .nan, 0.8, 0.1], labels: [true, false, true, true, true])
    let point = curve.point(at: 0.5)
    #expect(point.truePositives == 2 && point.falsePositives == 1 && point.falseNegatives == 1)
    let share = 2.0 / 3
    #expect(point.precision == share && point.recall == share && point.f1 == share)
    let none = curve.point(at: 2)
    #expect(none.precision == 0 && none.recall == 0 && none.falseNegatives == 3)
  }

  @Test("have no area where all rows are of one kind")
  func oneKind() {
    let all = DetectionCurve(scores: [1, 2], labels: [true, true])
    #expect(all.areaUnderROC == nil && all.areaUnderPrecisionRecall == 1)
    let none = DetectionCurve(scores: [1, 2], labels: [false, false])
    #expect(none.areaUnderROC == nil && none.areaUnderPrecisionRecall == nil)
  }
}
