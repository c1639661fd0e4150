import Testing

@testable import LSTMData

@Suite("The step of a series is found and followed")
struct FrequencyTests {
  private func times(_ texts: [String]) -> [Timestamp] { texts.compactMap { Timestamp($0) } }

  @Test(
    "Each step is found by its times, with its name and season, and goes on",
    arguments: [
      (
        ["2020-01-01 00:00", "2020-01-01 01:00", "2020-01-01 02:00"], "hourly", 24,
        "2020-01-01 03:00:00"
      ),
      (["2020-01-01", "2020-01-02", "2020-01-03"], "daily", 7, "2020-01-04"),
      (["2020-01-01", "2020-01-08", "2020-01-15"], "weekly", 52, "2020-01-22"),
      (["2020-01", "2020-02", "2020-03"], "monthly", 12, "2020-04-01"),
      (["2020-01-31", "2020-02-29", "2020-03-31"], "monthly", 12, "2020-04-30"),
      (["2020Q1", "2020Q2", "2020Q3"], "quarterly", 4, "2020-10-01"),
      (["1999", "2000", "2001"], "yearly", 1, "2002-01-01"),
      (
        ["2020-01-01 00:00", "2020-01-01 00:05", "2020-01-01 00:10"], "every 5 minutes", 288,
        "2020-01-01 00:15:00"
      ),
      (
        ["2020-01-02", "2020-01-03", "2020-01-06", "2020-01-07", "2020-01-08", "2020-01-10"],
        "business days", 5, "2020-01-13"
      ),
      (["2020-01-01", "2020-01-02", "2020-01-09", "2020-03-01"], "irregular", 1, "2020-03-02"),
    ] as [([String], String, Int, String)])
  func inference(texts: [String], name: String, season: Int, next: String) throws {
    let times = times(texts)
    let frequency = Frequency(inferredFrom: times)
    #expect(frequency.name == name)
    #expect(frequency.seasonLength == season)
    #expect(frequency.advance(try #require(times.last), by: 1).text == next)
  }

  @Test("Steps forward are counted and undone", arguments: [-400, -7, -1, 0, 1, 5, 13, 1000])
  func steps(count: Int) throws {
    let start = try #require(Timestamp("2020-02-14 06:00"))
    for frequency in [Frequency.hourly, .daily, .monthly, .months(3), .businessDays] {
      let end = frequency.advance(start, by: count)
      #expect(frequency.steps(from: start, to: end) == count)
      #expect(frequency.advance(end, by: -count) == start)
    }
  }

  @Test("Gaps do not hide the step, and jitter is irregular")
  func gaps() {
    let hours = (0..<100).filter { $0 % 10 != 3 }.map {
      Timestamp(microseconds: $0 * 3_600_000_000)
    }
    #expect(Frequency(inferredFrom: hours) == .hourly)
    let jitter = (0..<100).map { Timestamp(microseconds: $0 * 3_600_000_000 + ($0 * $0) % 7919) }
    #expect(Frequency(inferredFrom: jitter) == .irregular)
  }

  @Test("Calendar features close their circles")
  func calendar() throws {
    let features = CalendarFeatures(frequency: .hourly)
    #expect(features.count == 6)
    #expect(features.names.count == 6)
    let six = features.values(at: try #require(Timestamp("2020-01-06 06:00")))
    // A quarter of a day; a quarter of a day into the week.
    #expect(abs(six[0] - 1) < 1e-6)
    #expect(abs(six[1]) < 1e-6)
    #expect(abs(six[2] - 0.2225209) < 1e-6)
    #expect(CalendarFeatures(frequency: .monthly).count == 2)
    #expect(CalendarFeatures(frequency: .months(12)).count == 0)
  }
}
