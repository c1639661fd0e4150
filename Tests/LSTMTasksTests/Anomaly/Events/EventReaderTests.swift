import LSTMData
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Measures of events")
struct EventReaderTests {
  private static func measures(_ text: String) throws -> (EventMeasures, EventTable) {
    let table = try SmallPayments.events(text) { $0.series.targets = ["AMOUNT", "SHOP_ID"] }.table
    let features = EventFeatures(
      id: "CUSTOMER_ID", label: "FRAUD", normal: "0", isSupervised: true, labelDelay: 7,
      numbers: [EventNumber(name: "AMOUNT", values: table.numbers[0].values[..<400])],
      categories: ["SHOP_ID"], encodings: [], threshold: 0.5)
    let labels = table.classes?.map { one -> Bool? in one == "1" } ?? []
    return (
      EventReader(features).measures(
        table, numbers: table.numbers, categories: table.categories, labels: labels), table
    )
  }

  @Test("do not see what comes later: neither events nor labels within their delay")
  func noLookAhead() throws {
    let text = SmallPayments.text()
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let (before, table) = try Self.measures(text)
    // Event 600 and all later ones become frauds of another amount at another shop.
    for row in 600..<table.count {
      var fields = lines[row + 1].split(separator: ",").map(String.init)
      (fields[3], fields[4], fields[5]) = ("99", "12345.6", "1")
      lines[row + 1] = fields.joined(separator: ",")
    }
    // So do the labels of the week before, which nobody knows yet.
    let week = table.times[600].microseconds - 7 * 86_400_000_000
    let first = try #require(table.times.firstIndex { $0.microseconds >= week })
    for row in first..<600 {
      var fields = lines[row + 1].split(separator: ",").map(String.init)
      fields[5] = fields[5] == "1" ? "0" : "1"
      lines[row + 1] = fields.joined(separator: ",")
    }
    let (after, _) = try Self.measures(lines.joined(separator: "\n"))
    for event in 0..<600 { #expect(before[event] == after[event], "event \(event)") }
    #expect(first < 600 && (first..<600).contains { before[$0] == after[$0] })
    #expect(before[700] != after[700])
  }

  @Test("compare an amount with what its owner usually pays")
  func ratios() throws {
    let rows = (0..<12).map { day in
      "2021-01-\(day < 9 ? "0" : "")\(day + 1) 10:00:00,\(day % 2),\(day == 11 ? 400 : day % 2 == 0 ? 10 : 40),0"
    }
    let text = "ds,CUSTOMER_ID,AMOUNT,FRAUD\n" + rows.joined(separator: "\n") + "\n"
    let table = try SmallPayments.events(text) { $0.kind = .events }.table
    let number = EventNumber(name: "AMOUNT", values: table.numbers[0].values[..<11])
    let features = EventFeatures(
      id: "CUSTOMER_ID", label: nil, normal: nil, isSupervised: false, labelDelay: 7,
      numbers: [number], categories: [], encodings: [], threshold: 0.5)
    let found = EventReader(features).measures(
      table, numbers: table.numbers, categories: [],
      labels: Array(repeating: nil, count: table.count))
    let last = Array(found[11])
    #expect(last.count == 13)
    // The owner paid five times 40: the median is 40, the largest too.
    #expect(abs(Double(last[9]) - (number.level(400) - number.level(40))) < 1e-6)
    #expect(abs(Double(last[12]) - (number.level(400) - number.level(40))) < 1e-6)
    #expect(found.distances[11] == 360)
  }
}
