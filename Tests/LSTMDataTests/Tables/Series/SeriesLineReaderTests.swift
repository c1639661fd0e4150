import Testing

@testable import LSTMData

@Suite("A series is read line by line")
struct SeriesLineReaderTests {
  private func read(
    _ lines: [String], time: String? = nil, value: String? = nil
  ) throws -> [SeriesLineReader.Row] {
    var reader = SeriesLineReader(file: "input", time: time, value: value)
    return try lines.compactMap { try reader.row(of: Array($0.utf8)) }
  }

  @Test("As a table of the same lines is")
  func asTable() throws {
    let lines = [
      "timestamp,value", "2014-04-01 00:00:00,20.5", "2014-04-01 00:05:00,",
      "2014-04-01 00:10:00,NA",
      "\"2014-04-01 00:15:00\",-1e-3\r",
    ]
    let rows = try read(lines)
    #expect(rows.map(\.timeText).first == "2014-04-01 00:00:00")
    #expect(
      rows.map(\.time)
        == [0, 5, 10, 15].map { minute in
          Timestamp(microseconds: 1_396_310_400_000_000 + minute * 60_000_000)
        })
    #expect(rows[0].value == 20.5 && rows[3].value == -1e-3)
    #expect(rows[1].value.isNaN && rows[2].value.isNaN)
  }

  @Test("With and without a header, a time, other separators, blank lines and a byte order mark")
  func forms() throws {
    for lines in [
      ["1.5", "2.5"], ["value", "1.5", "", "2.5"], ["\u{FEFF}value", "1.5", "2.5"],
      ["0\t1.5", "300\t2.5"], ["ds;y", "2020-01-01;1.5", "2020-01-02;2.5"],
      ["id,time,y", "a,2020-01-01,1.5", "a,2020-01-02,2.5"], ["2020-01-01|1.5", "2020-01-02|2.5"],
      ["when,first,y", "2020-01-01,9,1.5", "2020-01-02,9,2.5"],
    ] {
      #expect(try read(lines).map(\.value) == [1.5, 2.5], "\(lines)")
    }
    #expect(try read(["7", "8"]).map(\.timeText) == ["0", "1"])
    #expect(try read(["1396310400,1", "1396310700,2"])[1].time.text == "2014-04-01 00:05:00")
    #expect(try read(["day,a,b", "1.2.2020,1,2"], time: "day", value: "b").map(\.value) == [2])
  }

  @Test("A broken line is refused with its number, and the next one is read")
  func brokenLines() throws {
    var reader = SeriesLineReader(file: "input")
    func row(_ line: String) throws -> SeriesLineReader.Row? {
      try reader.row(of: Array(line.utf8))
    }
    #expect(try row("time,value") == nil)
    #expect(try row("2020-01-01,1")?.value == 1)
    for (line, parts) in [
      ("2020-01-02,abc", ["row 3", "\"abc\"", "\"value\""]), ("2020-01-03", ["row 4", "1 field"]),
      ("2020-01-04,\"5", ["row 5", "quote"]), ("2020-01-05,1,2", ["row 6", "3 fields"]),
      ("yesterday,1", ["row 7", "\"yesterday\"", "2014"]), (",1", ["row 8", "missing"]),
      ("2020-01-06,1\0", ["row 9", "zero byte"]),
    ] {
      #expect {
        _ = try row(line)
      } throws: { error in
        parts.allSatisfy { "\(error)".contains($0) }
      }
      let next = try row("2020-02-01,7")
      #expect(next?.value == 7)
      reader = SeriesLineReader(file: "input")
      _ = try row("time,value")
      for _ in 1..<(Int(parts[0].dropFirst(4)) ?? 0) { _ = try? row("2020-01-01,1") }
    }
  }

  @Test("A column that is not there is refused, with the nearest name")
  func unknownColumn() {
    #expect {
      _ = try read(["time,valeu", "2020-01-01,1"], value: "value")
    } throws: { error in
      "\(error)".contains("\"value\"") && "\(error)".contains("Did you mean \"valeu\"?")
    }
  }
}
