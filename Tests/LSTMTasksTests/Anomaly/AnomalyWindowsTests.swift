import LSTMData
import LSTMFormats
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Windows of anomalies are read from NAB's form")
struct AnomalyWindowsTests {
  private func read(_ text: String) throws -> AnomalyWindows {
    try AnomalyWindows(JSONReader(parsing: Array(text.utf8), document: "w.json"))
  }

  @Test("Times become rows, both ends inclusive; a window without a row is left out")
  func rows() throws {
    let windows = try read(
      """
      {"a/b.csv": [["2020-01-03 00:00:00.000000", "2020-01-05"], ["2019-01-01", "2019-01-02"]]}
      """)
    let start = try #require(Timestamp("2020-01-01"))
    let times = (0..<10).map { Frequency.daily.advance(start, by: $0) }
    #expect(windows.rows(of: "b.csv", times: times) == [2...4])
    #expect(windows.rows(of: "/data/a/b.csv", times: times) == [2...4])
    #expect(windows.rows(of: "c.csv", times: times) == nil)
  }

  @Test(
    "A window that is none is refused with its place",
    arguments: [
      "{\"a.csv\": [[\"2014-04-10\"]]}", "{\"a.csv\": [[\"x\", \"y\"]]}", "[]",
      "{\"a.csv\": [[\"2014-04-10\", \"2014-04-09\"]]}",
    ])
  func refused(text: String) {
    #expect(throws: JSONError.self) { try read(text) }
  }

  @Test(
    "The shared windows are 55, and detecting the first row of each is perfect",
    .enabled(
      if: SharedData.has("anomaly/nab/labels/combined_windows.json"), "\(SharedData.absence)"))
  func sharedData() throws {
    let labels = try AnomalyWindows(
      contentsOf: SharedData.path("anomaly/nab/labels/combined_windows.json"))
    #expect(labels.files.count == 35)
    let files = try labels.files.filter { !$0.windows.isEmpty }.map { file in
      let table = try SeriesTable(
        contentsOf: SharedData.path("anomaly/nab/data/" + file.name),
        options: SeriesOptions(fillsGaps: false, sorts: true, dropsDuplicates: true))
      let times = table.series[0].times
      let windows = try #require(labels.rows(of: file.name, times: times))
      var scores = times.map { _ in 0.0 }
      for window in windows { scores[window.lowerBound] = 1 }
      return try LabelledScores(name: file.name, scores: scores, windows: windows)
    }
    #expect(files.reduce(0) { $0 + $1.windows.count } == 55)
    let result = NABScorer().best(files)
    #expect(abs(result.score - 100) < 1e-9)
  }
}
