/// A moment as a table writes it: microseconds since the first of January 1970, midnight.
///
/// The clock is the table's own: UTC where its times bear a zone or are epoch seconds, else the local
/// clock it was written by. Dates follow the Gregorian calendar, also before its beginning
/// (proleptic), for all years that 64 bits hold; no time zone of the machine plays a part.
public struct Timestamp: Sendable, Hashable, Comparable {
  /// Microseconds since 1970-01-01 00:00:00.
  public var microseconds: Int64

  /// The moment so many microseconds after 1970-01-01 00:00:00.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// A date and a time of day; `nil` where there is no such date or time.
  ///
  /// The second may be 60, as in a leap second; it is the first second of the next minute. So is the
  /// hour 24 the next day's midnight.
  public init?(
    year: Int, month: Int = 1, day: Int = 1, hour: Int = 0, minute: Int = 0, second: Int = 0,
    microsecond: Int = 0
  ) {
    guard (-290_000...290_000).contains(year), (1...12).contains(month),
      day >= 1, day <= CalendarDate.dayCount(year: year, month: month),
      (0...23).contains(hour) || (hour == 24 && minute == 0 && second == 0),
      (0...59).contains(minute), (0...60).contains(second), (0...999_999).contains(microsecond)
    else { return nil }
    let days = CalendarDate(year: year, month: month, day: day).daysSince1970
    let seconds = Int64(days) * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    microseconds = seconds * 1_000_000 + Int64(microsecond)
  }

  /// Whether the first moment comes before the second.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Timestamp {
  static let microsecondsPerDay: Int64 = 86_400_000_000

  /// The days since 1970-01-01.
  var days: Int { Int(microseconds.floorDivided(by: Self.microsecondsPerDay)) }

  /// The date.
  public var date: CalendarDate { CalendarDate(daysSince1970: days) }

  /// Microseconds since midnight.
  public var timeOfDay: Int64 { microseconds - Int64(days) * Self.microsecondsPerDay }

  /// The day of the week, 0 for Monday to 6 for Sunday.
  public var dayOfWeek: Int { ((days + 3) % 7 + 7) % 7 }

  /// `2016-07-01 13:05:00`, with a fraction where there is one, the date alone at midnight.
  public var text: String { timeOfDay == 0 ? date.text : dateAndTimeText }

  /// `2016-07-01 00:00:00`, with a fraction where there is one.
  public var dateAndTimeText: String {
    let seconds = timeOfDay / 1_000_000
    let parts = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { number in
      (number < 10 ? "0" : "") + String(number)
    }
    let text = date.text + " " + parts.joined(separator: ":")
    var fraction = timeOfDay % 1_000_000
    guard fraction > 0 else { return text }
    var digits = 6
    while fraction % 10 == 0 {
      fraction /= 10
      digits -= 1
    }
    let written = String(fraction)
    return text + "." + String(repeating: "0", count: digits - written.count) + written
  }
}

extension Int64 {
  /// The quotient rounded down.
  func floorDivided(by divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}
