/// A time as a table writes it, read.
///
/// ISO 8601 in its forms (`2016-07-01`, `20160701`, `2016-07-01T13:05:00.25+02:00`, a blank for the
/// `T`, `2016-07`, `2016`, `2016-W26-5`, `2016-Q3`), dates with names (`Jan 1 2000`, `1-Jan-2000`,
/// `January 2000`), dates of numbers in either order, twelve-hour clocks, and times of day alone.
struct TimeText: Equatable {
  let timestamp: Timestamp
  let precision: TimePrecision
  let hasZone: Bool
  /// Whether the order of day and month had a part in it.
  let hasOrder: Bool

  /// The time that `bytes[range]` writes, `nil` where they write none.
  init?(_ bytes: [UInt8], _ range: Range<Int>, order: DateOrder) {
    var scanner = TimeScanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
    guard range.count <= 48, scanner.readDate(), scanner.readClock(), scanner.isAtEnd,
      let date = scanner.date(order)
    else { return nil }
    let (micros, overflow) = date.timestamp.microseconds.addingReportingOverflow(
      scanner.clock - scanner.offset)
    guard !overflow else { return nil }
    timestamp = Timestamp(microseconds: micros)
    precision = scanner.hasClock ? .time : date.precision
    // A time of day belongs to a day.
    guard !scanner.hasClock || date.precision == .day else { return nil }
    hasZone = scanner.hasZone
    hasOrder = scanner.hasOrder
  }

  init?(_ text: String, order: DateOrder) {
    let bytes = Array(text.utf8)
    self.init(bytes, bytes.indices, order: order)
  }
}

extension Timestamp {
  /// The moment that a text writes in one of the forms of tables, such as `2016-07-01 13:05:00`;
  /// `nil` where it writes none.
  public init?(_ text: String, order: DateOrder = .monthFirst) {
    guard let time = TimeText(text, order: order) else { return nil }
    self = time.timestamp
  }

  /// The last moment of what a text names: of a day, a month or a year where it names no time of day.
  public init?(endOf text: String, order: DateOrder = .monthFirst) {
    guard let time = TimeText(text, order: order) else { return nil }
    let unit: Frequency
    switch time.precision {
    case .time:
      self = time.timestamp
      return
    case .day: unit = .regular(microseconds: Self.microsecondsPerDay)
    case .month: unit = .months(1)
    case .year: unit = .months(12)
    }
    self.init(microseconds: unit.advance(time.timestamp, by: 1).microseconds - 1)
  }
}
