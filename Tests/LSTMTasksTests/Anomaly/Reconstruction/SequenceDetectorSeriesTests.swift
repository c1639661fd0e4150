import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A detector of series that has learned before")
struct SequenceDetectorSeriesTests {
  private static func table(_ text: String, label: String? = nil) throws -> SeriesTable {
    guard case .series(let table, _) = try SmallSequences.data(text, label: label) else {
      throw SmallSequences.NotRows()
    }
    return table
  }

  @Test("answers each row, and knows which variable it is about")
  func detects() throws {
    let table = try Self.table(SmallSequences.series())
    let trained = try SequenceDetector(
      SmallSequences.options {
        $0.sequenceLength = 24
        $0.budget = (nil, 150, nil)
      }
    ).fit(.series(table, label: nil))
    #expect(trained.kind == .series && trained.variables == ["a", "b"])
    let found = try #require(
      trained.detect(try Self.table(SmallSequences.series(bump: true))).first)
    #expect(found.detections.count == 480)
    #expect(found.detections.allSatisfy { $0.expected != nil && $0.score != nil })
    let bump = found.detections[400...405]
    #expect(bump.allSatisfy(\.isFlagged) && found.variables[400...405].allSatisfy { $0 == 0 })
    #expect(found.detections[..<370].count(where: \.isFlagged) < 15)
    // In the unit of the data: b is about 50.
    for row in 0..<480 where found.variables[row] == 1 {
      #expect(abs((found.detections[row].expected ?? 0) - 50) < 20)
    }
  }

  @Test("averages a row's errors over the windows that cover it")
  func rowErrors() throws {
    let table = try Self.table(SmallSequences.series(100))
    let options = SmallSequences.options {
      $0.sequenceLength = 10
      $0.budget = (nil, 5, nil)
    }
    let trained = try SequenceDetector(options).fit(.series(table, label: nil))
    let data = DetectionSequences(table, trained.features, length: 10)
    let rows = RowErrors(trained.model, data, 0, in: 0..<100, .networks)
    // Every step starts a window here: 10 ÷ 8 windows a row is less than one step.
    #expect(RowErrors.stride(length: 10) == 1 && RowErrors.stride(length: 48) == 6)
    var (sums, counts) = ([Double](repeating: 0, count: 100), [Double](repeating: 0, count: 100))
    for start in 0...90 {
      let window = SequenceWindow(sequence: 0, start: start)
      let inputs = data.inputs([window])
      for (member, spread) in zip(trained.model.members, trained.model.spreads) {
        let given = member(inputs).values
        for step in 0..<10 {
          for variable in 0..<2 {
            let error = Double(given[step * 2 + variable]) - Double(inputs[step * 2 + variable])
            sums[start + step] += error * error / Double(spread[variable]) / 2
          }
        }
      }
      for step in 0..<10 { counts[start + step] += 1 }
    }
    for row in 0..<100 {
      #expect(abs(rows.errors[row] - sums[row] / counts[row]) < 1e-6 * rows.errors[row])
    }
  }

  @Test(
    "learns from no window with a row of another class, and is scored by classes and by windows")
  func labels() throws {
    let data = try SmallSequences.data(
      SmallSequences.series(bump: true, hasLabel: true), label: "state")
    let options = SmallSequences.options { $0.sequenceLength = 24 }
    let plan = try ReconstructionPlan(data, options)
    #expect(plan.features.variables == ["a", "b"] && plan.features.normal == "good")
    #expect(plan.notes.contains { $0.contains("\"good\", the most frequent: 474 rows") })
    for window in plan.training + plan.validation {
      #expect(!(window.start..<window.start + 24).overlaps(400..<406))
    }
    #expect(plan.training.allSatisfy { $0.start + 24 <= 384 })
    let trained = try SequenceDetector(options).fit(data)
    let report = try trained.evaluate(data)
    #expect(report.discrimination.positives == 6 && report.rows.isEmpty)
    #expect(try #require(report.discrimination.areaUnderROC) > 0.9)
    #expect(trained.heldOutReport(plan, seconds: 0)?.discrimination.positives == 6)
  }

  @Test("says nothing of a series shorter than its window, and refuses to learn from one")
  func short() throws {
    let table = try Self.table(SmallSequences.series())
    let trained = try SequenceDetector(
      SmallSequences.options {
        $0.sequenceLength = 24
        $0.budget = (nil, 5, nil)
      }
    ).fit(.series(table, label: nil))
    let short = try Self.table(SmallSequences.series(23))
    #expect(
      trained.detect(short)[0].detections.allSatisfy { $0.score == nil && $0.expected == nil })
    #expect(
      throws: DetectorTaskError.tooShort(file: short.file, found: 23, needed: 68, length: 24)
    ) {
      try SequenceDetector(SmallSequences.options { $0.sequenceLength = 24 })
        .fit(.series(short, label: nil))
    }
  }
}
