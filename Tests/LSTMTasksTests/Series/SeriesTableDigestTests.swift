import Foundation
import LSTMData
import Testing

@testable import LSTMTasks

@Suite("The digest of series is of their content")
struct SeriesTableDigestTests {
  private func digest(_ value: String, _ name: String, _ separator: String) throws -> String {
    let rows = [["date", name], ["2020-01-01", "1"], ["2020-01-02", value]]
    let text = rows.map { $0.joined(separator: separator) }.joined(separator: "\n")
    return try withTemporaryFolder { folder in
      let path = folder + "/table.csv"
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
      return try SeriesTable(contentsOf: path).digest
    }
  }

  @Test("It sees a value, a name and a gap, and not the file's form")
  func content() throws {
    let first = try digest("2", "y", ",")
    #expect(first.count == 64)
    #expect(try digest("2.0", "y", ";") == first)
    #expect(try digest("3", "y", ",") != first)
    #expect(try digest("", "y", ",") != first)
    #expect(try digest("2", "z", ",") != first)
  }
}
