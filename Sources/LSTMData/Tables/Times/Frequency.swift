/// The step from one row of a series to the next.
public enum Frequency: Sendable, Hashable {
  /// Always the same length, in microseconds: hours, days, weeks, 5 minutes.
  case regular(microseconds: Int64)
  /// Every day from Monday to Friday; holidays are gaps.
  case businessDays
  /// So many months: 1 monthly, 3 quarterly, 12 yearly.
  case months(Int)
  /// No step of its own.
  case irregular
}

extension Frequency {
  /// One hour.
  public static let hourly = Frequency.regular(microseconds: 3_600_000_000)
  /// One day.
  public static let daily = Frequency.regular(microseconds: 86_400_000_000)
  /// Seven days.
  public static let weekly = Frequency.regular(microseconds: 604_800_000_000)
  /// One month.
  public static let monthly = Frequency.months(1)

  /// The step in words: `hourly`, `every 5 minutes`, `business days`, `monthly`.
  public var name: String {
    switch self {
    case .hourly: return "hourly"
    case .daily: return "daily"
    case .weekly: return "weekly"
    case .businessDays: return "business days"
    case .irregular: return "irregular"
    case .months(1): return "monthly"
    case .months(3): return "quarterly"
    case .months(12): return "yearly"
    case .months(let count):
      return count % 12 == 0 ? "every \(count / 12) years" : "every \(count) months"
    case .regular(let step):
      let units: [(Int64, String)] = [
        (86_400_000_000, "day"), (3_600_000_000, "hour"), (60_000_000, "minute"),
        (1_000_000, "second"), (1000, "millisecond"), (1, "microsecond"),
      ]
      for (length, unit) in units where step % length == 0 {
        return step == length ? "every \(unit)" : "every \(step / length) \(unit)s"
      }
      return "irregular"
    }
  }

  /// The number of steps after which the usual season returns: 24 for hours, 7 for days, 5 for
  /// business days, 52 for weeks, 12 for months, 4 for quarters; a day for shorter steps; else 1.
  public var seasonLength: Int {
    switch self {
    case .businessDays: return 5
    case .irregular: return 1
    case .months(let count): return count < 12 && 12 % count == 0 ? 12 / count : 1
    case .regular(let step):
      let (day, week) = (Int64(86_400_000_000), Int64(604_800_000_000))
      if step == week { return 52 }
      if step >= day { return step == day ? 7 : 1 }
      // Seconds have no season that a model could hold.
      return day % step == 0 && day / step <= 1440 ? Int(day / step) : 1
    }
  }
}

// MARK: - Moving along the steps

extension Frequency {
  /// The time `count` steps after another, for forecasts beyond the data.
  ///
  /// Months keep the day of the month, and the last day of a month stays the last day. A series of
  /// no step of its own goes on by days.
  public func advance(_ time: Timestamp, by count: Int) -> Timestamp {
    switch self {
    case .regular(let step):
      return Timestamp(microseconds: time.microseconds &+ step &* Int64(count))
    case .irregular:
      return Self.daily.advance(time, by: count)
    case .months(let months):
      let date = time.date
      let index = date.monthIndex + months * count
      let year = (index >= 0 ? index : index - 11) / 12
      let month = index - year * 12 + 1
      let length = CalendarDate.dayCount(year: year, month: month)
      let isLast = date.day == CalendarDate.dayCount(year: date.year, month: date.month)
      let day = isLast && date.day >= 28 && date.day != length ? length : min(date.day, length)
      let days = CalendarDate(year: year, month: month, day: day).daysSince1970
      return Timestamp(
        microseconds: Int64(days) * Timestamp.microsecondsPerDay + time.timeOfDay)
    case .businessDays:
      let target = Self.businessDay(time) + count
      let week = (target >= 0 ? target : target - 4) / 5
      let days = week * 7 + target - week * 5 - 3
      return Timestamp(
        microseconds: Int64(days) * Timestamp.microsecondsPerDay + time.timeOfDay)
    }
  }

  /// The number of steps between two times, `nil` where they are not on one grid.
  public func steps(from start: Timestamp, to end: Timestamp) -> Int? {
    switch self {
    case .irregular: return nil
    case .regular(let step):
      let distance = end.microseconds - start.microseconds
      return distance % step == 0 ? Int(distance / step) : nil
    case .months(let months):
      let distance = end.date.monthIndex - start.date.monthIndex
      guard distance % months == 0 else { return nil }
      return distance / months
    case .businessDays:
      guard start.dayOfWeek < 5, end.dayOfWeek < 5, start.timeOfDay == end.timeOfDay else {
        return nil
      }
      return Self.businessDay(end) - Self.businessDay(start)
    }
  }

  /// The number of a day among those from Monday to Friday; the first of January 1970 is number 3.
  private static func businessDay(_ time: Timestamp) -> Int {
    let shifted = time.days + 3
    let week = (shifted >= 0 ? shifted : shifted - 6) / 7
    return week * 5 + min(time.dayOfWeek, 4)
  }
}
