import Foundation
import Testing

@testable import LSTMData

@Suite("Times are read in the forms that tables use")
struct TimeTextTests {
  private func text(_ time: String, _ order: DateOrder = .monthFirst) -> String? {
    TimeText(time, order: order)?.timestamp.dateAndTimeText
  }

  @Test(
    "Each form is the moment it writes",
    arguments: [
      ("2016-07-01", "2016-07-01 00:00:00"), ("2016-07-01T13:05", "2016-07-01 13:05:00"),
      ("2016-07-01 13:05:09.25", "2016-07-01 13:05:09.25"),
      ("2016-07-01T13:05:09Z", "2016-07-01 13:05:09"),
      ("2016-07-01T00:30:00+02:00", "2016-06-30 22:30:00"),
      ("2016-07-01T23:30:00-0130", "2016-07-02 01:00:00"),
      ("2016-07-01 24:00", "2016-07-02 00:00:00"), ("20160701", "2016-07-01 00:00:00"),
      ("20160701T1305", "2016-07-01 13:05:00"), ("1949-01", "1949-01-01 00:00:00"),
      ("1749", "1749-01-01 00:00:00"), ("2016/7/1 3:05 PM", "2016-07-01 15:05:00"),
      ("Jan 1 2000", "2000-01-01 00:00:00"), ("1 January 2000", "2000-01-01 00:00:00"),
      ("31-Dec-99", "1999-12-31 00:00:00"), ("Jan 2000", "2000-01-01 00:00:00"),
      ("Mon, 01 Feb 2021 10:00:00 GMT", "2021-02-01 10:00:00"),
      ("2000Q3", "2000-07-01 00:00:00"), ("2000-Q3", "2000-07-01 00:00:00"),
      ("2020-W53-5", "2021-01-01 00:00:00"), ("01/02/2006", "2006-01-02 00:00:00"),
      ("2014-04-10 07:15:00.000000", "2014-04-10 07:15:00"), ("13:05", "1970-01-01 13:05:00"),
    ])
  func forms(time: String, expected: String) {
    #expect(text(time) == expected)
  }

  @Test("The order decides a date of three numbers")
  func orders() {
    #expect(text("01/02/2006", .dayFirst) == "2006-02-01 00:00:00")
    #expect(text("06-02-01", .yearFirst) == "2006-02-01 00:00:00")
    #expect(text("13/02/2006", .monthFirst) == nil)
  }

  @Test(
    "What is no time is none",
    arguments: [
      "", "x", "2016-02-30", "2016-13-01", "2016-01-01 25:00", "2016-01-01 10:60", "1 2 3 4",
      "2016-07", "12:5", "hello 2000", "2016-01-01T", "10:00:00 2016-01-01", "3.5", "-5",
    ].filter { $0 != "2016-07" })
  func refused(time: String) {
    #expect(text(time) == nil)
  }

  @Test("Days are those of Foundation's Gregorian calendar, and come back")
  func calendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
    for days in stride(from: -130_000, through: 130_000, by: 37) {
      let date = CalendarDate(daysSince1970: days)
      #expect(date.daysSince1970 == days)
      guard days > -140_000 else { continue }
      let moment = Date(timeIntervalSince1970: Double(days) * 86_400)
      let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: moment)
      guard let year = parts.year, year > 1583 else { continue }
      #expect(date == CalendarDate(year: year, month: parts.month ?? 0, day: parts.day ?? 0))
      let time = Timestamp(microseconds: Int64(days) * Timestamp.microsecondsPerDay)
      #expect((time.dayOfWeek + 1) % 7 + 1 == parts.weekday)
    }
  }

  @Test("Day and month are told apart by the rows in which only one order fits")
  func ambiguity() throws {
    let first = try table("d,v\n01/02/2006,1\n13/02/2006,2\n").columns[0].values
    guard case .times(let column) = first else { throw TableError.noTarget(file: "") }
    #expect(column.order == .dayFirst)
    #expect(!column.isAmbiguous)
    #expect(column.times.map(\.text) == ["2006-02-01", "2006-02-13"])
    let open = try table("d,v\n01/02/2006,1\n02/02/2006,2\n")
    #expect(open.summary.lines[1].contains("dates read month first; the other order fits too"))
  }

  @Test(
    "ends where the unit that it names ends",
    arguments: [
      ("2018-07-31", "2018-07-31 23:59:59.999999"), ("2016-02", "2016-02-29 23:59:59.999999"),
      ("2015", "2015-12-31 23:59:59.999999"), ("2018-07-31 12:30", "2018-07-31 12:30:00"),
      ("2018-07-31 00:00:00", "2018-07-31"), ("290000-12-31", nil), ("soon", nil),
    ] as [(String, String?)])
  func end(text: String, expected: String?) {
    #expect(Timestamp(endOf: text)?.text == expected)
  }
}
