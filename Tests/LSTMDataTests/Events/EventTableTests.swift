import Testing

@testable import LSTMData

@Suite("A table of events")
struct EventTableTests {
  private static let text = """
    id,when,card_id,kind,amount,empty,fraud
    7,2021-03-02 10:00:00,12,web,3.5,,0
    8,2021-03-01 09:00:00,3,shop,1,,1
    9,2021-03-02 10:00:00,3,,2,,
    10,2021-03-03 11:00:00,12,web,,,0

    """

  private static func events(
    _ options: EventOptions, in text: String = text
  ) throws -> EventTable {
    var found: EventTable?
    try withTemporaryFile(Array(text.utf8)) { path in
      found = try EventTable(try Table(contentsOf: path), options: options)
    }
    return try #require(found)
  }

  @Test("has each event in its place in time, with its owner, numbers, names and class")
  func order() throws {
    let events = try Self.events(EventOptions(idColumn: "card_id", labelColumn: "fraud"))
    #expect(events.rows == [1, 0, 2, 3])
    #expect(events.entities == ["3", "12"] && events.entityOfEvent == [0, 1, 0, 1])
    #expect(events.times.map(\.text).first == "2021-03-01 09:00:00")
    #expect(events.numbers.map(\.name) == ["amount"])
    #expect(Array(events.numbers[0].values[..<3]) == [1, 3.5, 2])
    #expect(events.numbers[0].values[3].isNaN)
    #expect(events.categories.map(\.name) == ["kind"])
    #expect(events.categories[0].codes == [0, 1, -1, 1])
    #expect(events.classes == ["1", "0", nil, "0"])
    #expect(events.notes.contains("Column \"id\" has another value in every row and is left out."))
    #expect(events.notes.contains("Column \"empty\" is empty and left out."))
    let early = events.until(events.times[2])
    #expect(early.count == 3 && early.classes?.count == 3 && early.rows == [1, 0, 2])
    #expect(early.numbers[0].values == [1, 3.5, 2] && early.categories[0].codes.count == 3)
  }

  @Test("reads the columns that are named, and numbers as names where that is said")
  func named() throws {
    let events = try Self.events(
      EventOptions(features: ["id", "amount"], categories: ["amount"]))
    #expect(events.entities == ["events"] && events.classes == nil)
    #expect(events.categories.map(\.name) == ["id", "amount"] && events.numbers.isEmpty)
    #expect(events.categories[1].vocabulary == ["1", "3.5", "2"])
    #expect(throws: TableError.self) { try Self.events(EventOptions(features: ["amout"])) }
    #expect(throws: TableError.self) { try Self.events(EventOptions(features: ["when"])) }
    #expect(throws: TableError.self) { try Self.events(EventOptions(idColumn: "car")) }
  }

  @Test("needs a time")
  func noTime() throws {
    let error = #expect(throws: TableError.self) {
      try Self.events(EventOptions(), in: "a,b\n1.5,2\n2.5,3\n")
    }
    #expect(error?.description.contains("no column of times") == true)
  }
}
