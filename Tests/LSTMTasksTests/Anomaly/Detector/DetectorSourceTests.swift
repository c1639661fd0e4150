import Foundation
import LSTMData
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("The data of a detector")
struct DetectorSourceTests {
  @Test("are rows without a time and series with one, unless it is said otherwise")
  func kinds() throws {
    guard case .rows(let rows) = try SmallSequences.data(SmallSequences.text(10)) else {
      Issue.record("no rows")
      return
    }
    #expect(rows.steps.count == 13 && rows.set.classes.isEmpty && rows.ids.last == "10")
    guard case .series(let table, nil) = try SmallSequences.data(SmallSequences.series()) else {
      Issue.record("no series")
      return
    }
    #expect(table.targetNames == ["a", "b"])
    // A column alone has no sequences as rows.
    guard case .series = try SmallSequences.data("a\n1\n2\n3\n") else {
      Issue.record("no series")
      return
    }
    guard case .series = try SmallSequences.data(SmallSequences.text(10), kind: .series) else {
      Issue.record("no series")
      return
    }
    let file = "@univariate true\n@classLabel true a b\n@data\n1,2,3:a\n2,3,4:b\n"
    guard case .rows(let sequences) = try SmallSequences.data(file, name: "x.ts") else {
      Issue.record("no rows")
      return
    }
    #expect(sequences.classes == ["a", "b"] && sequences.values[1][0].values == [2, 3, 4])
  }

  @Test("of rows keep class and name apart from the steps")
  func rows() throws {
    let text = "name,p,q,kind\nx,1,2,good\ny,3,,bad\n"
    guard
      case .rows(let rows) = try SmallSequences.data(
        text, label: "kind", { $0.series.idColumn = "name" })
    else { return }
    #expect(
      rows.ids == ["x", "y"] && rows.classes == ["good", "bad"] && rows.steps == ["p", "q"])
    #expect(rows.values[1][0] == SeriesValues(values: [3, 3], isObserved: [true, false]))
    #expect(throws: (any Error).self) { try SmallSequences.data(text, label: "kindd") }
  }

  @Test("are found again in other files, with and without the class, by name and by number")
  func other() throws {
    let trained = try SequenceDetector(SmallSequences.options { $0.budget = (nil, 2, nil) })
      .fit(.rows(try SmallSequences.rows(SmallSequences.text(60))))
    let named = try SequenceDetector(SmallSequences.options { $0.budget = (nil, 2, nil) })
      .fit(.rows(try SmallSequences.rows(SmallSequences.text(60, hasHeader: true), label: "class")))
    func rows(_ text: String, _ trained: TrainedSequenceDetector) throws -> SequenceRows? {
      try withTemporaryFolder { folder in
        try text.write(toFile: folder + "/x.csv", atomically: true, encoding: .utf8)
        guard case .rows(let rows) = try trained.data(DetectorSource(folder + "/x.csv")) else {
          return nil
        }
        return rows
      }
    }
    let whole = SmallSequences.text(8)
    let bare = whole.split(separator: "\n").map { $0.dropFirst(2) }.joined(separator: "\n") + "\n"
    let first = try #require(try rows(whole, trained))
    #expect(first.steps.first == "column2" && first.label == "column1")
    let second = try #require(try rows(bare, trained))
    #expect(second.steps.first == "column1" && second.label == nil)
    #expect(try trained.scores(first).map(\.score) == trained.scores(second).map(\.score))
    let third = try #require(try rows(SmallSequences.text(8, hasHeader: true), named))
    #expect(third.steps.first == "s1" && third.label == "class")
    let narrow = try #require(try rows("1,2,3,4\n2,3,4,5\n", trained))
    #expect(
      throws: DetectorTaskError.otherShape(
        file: narrow.file, found: "3 steps", expected: "12 steps")
    ) { try trained.scores(narrow) }
  }

  @Test("are refused with a reason where nothing can be learned from them")
  func refusals() throws {
    func refusal(
      _ text: String, label: String? = "column1", name: String = "rows.csv",
      kind: DetectorKind? = nil,
      _ change: (inout DetectorOptions) -> Void = { _ in }
    ) -> String {
      do {
        let data = try SmallSequences.data(text, name: name, kind: kind, label: label)
        _ = try ReconstructionPlan(data, SmallSequences.options(change))
        return "none"
      } catch {
        return "\(error)"
      }
    }
    let one = SmallSequences.text(1)
    #expect(refusal(one).contains("has 1 sequence of the normal class \"1\" to learn from"))
    #expect(refusal(SmallSequences.text(10)).contains("at least 20 are needed"))
    #expect(refusal(SmallSequences.text(40)) == "none")
    #expect(
      refusal(SmallSequences.text(60)) { $0.normalClass = "3" }.contains("no class \"3\"; it has"))
    let words = SmallSequences.text(60).replacingOccurrences(of: "\n1,", with: "\nnormal,")
    #expect(
      refusal(words) { $0.normalClass = "normel" }.contains("Did you mean \"normal\"?"))
    #expect(
      refusal(SmallSequences.text(60), label: nil) { $0.normalClass = "1" }.contains("--label"))
    #expect(refusal(SmallSequences.text(60) + "1,2,3\n").contains("row 61 has 3 fields"))
    #expect(refusal("1,2\n1,3\n", kind: .rows).contains("expected a sequence a row"))
    let ragged = "@data\n1,2,3\n1,2\n"
    #expect(refusal(ragged, label: nil, name: "x.ts").contains("sequence 2 has 2 steps"))
    #expect(
      refusal(SmallSequences.text(60)) {
        ($0.hiddenSize, $0.layerCount) = (1 << 16, 64)
      }.contains("of memory"))
  }
}
