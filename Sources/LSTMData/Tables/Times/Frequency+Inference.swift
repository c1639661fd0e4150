extension Frequency {
  /// The step of times that are in order and each there once.
  ///
  /// Months are recognised by their days (the same day of each, or each the last); days without a
  /// weekend over more than a week are business days; else the most common distance is the step,
  /// where at least half of the distances are it and nine of ten are whole numbers of it.
  public init(inferredFrom times: [Timestamp]) {
    self = .irregular
    guard times.count > 1 else { return }
    if let months = Self.months(of: times) {
      self = .months(months)
      return
    }
    let distances = zip(times.dropFirst(), times).map { $0.microseconds - $1.microseconds }
    guard let step = Self.mostCommon(distances), step > 0 else { return }
    if step == 86_400_000_000, times.count > 5, times.allSatisfy({ $0.dayOfWeek < 5 }),
      distances.contains(3 * step), distances.allSatisfy({ $0 % step == 0 })
    {
      self = .businessDays
      return
    }
    let exact = distances.count { $0 == step }
    let onGrid = distances.count { $0 % step == 0 }
    guard exact * 2 >= distances.count, onGrid * 10 >= distances.count * 9 else { return }
    self = .regular(microseconds: step)
  }

  private static func months(of times: [Timestamp]) -> Int? {
    guard let first = times.first else { return nil }
    let isSameDay = times.allSatisfy {
      $0.date.day == first.date.day && $0.timeOfDay == first.timeOfDay
    }
    let isLastDay = times.allSatisfy { time in
      let date = time.date
      return date.day == CalendarDate.dayCount(year: date.year, month: date.month)
        && time.timeOfDay == first.timeOfDay
    }
    guard isSameDay || isLastDay else { return nil }
    let distances = zip(times.dropFirst(), times).map {
      Int64($0.date.monthIndex - $1.date.monthIndex)
    }
    guard let step = mostCommon(distances), step > 0,
      distances.allSatisfy({ $0 % step == 0 })
    else { return nil }
    return Int(step)
  }

  /// The most common of some numbers; of several, the smallest.
  private static func mostCommon(_ numbers: [Int64]) -> Int64? {
    var best: (value: Int64, count: Int)?
    var count = 0
    var last: Int64?
    for number in numbers.sorted() {
      count = number == last ? count + 1 : 1
      last = number
      if count > best?.count ?? 0 { best = (number, count) }
    }
    return best?.value
  }
}
