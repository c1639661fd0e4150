/// Reads the parts of a written time from left to right.
struct TimeScanner {
  private enum Part {
    case number(Int, digits: Int)
    case month(Int)
    case quarter(Int)
    case week(Int)
  }

  let bytes: [UInt8]
  var position: Int
  let end: Int

  private var parts: [Part] = []
  /// The time of day and the zone's offset, in microseconds.
  private(set) var clock: Int64 = 0
  private(set) var offset: Int64 = 0
  private(set) var hasClock = false
  private(set) var hasZone = false

  init(bytes: [UInt8], position: Int, end: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
    parts.reserveCapacity(4)
  }

  var isAtEnd: Bool { position == end }

  private var next: UInt8 { position < end ? bytes[position] : 0 }

  /// Reads up to three parts of a date; false where there is something else.
  mutating func readDate() -> Bool {
    while position < end {
      let start = position
      if isDigit(next) {
        guard let (value, digits) = number(upTo: 14) else { return false }
        if next == UInt8(ascii: ":") {
          position = start
          return parts.count != 2 && parts.count <= 3
        }
        parts.append(.number(value, digits: digits))
      } else if !readWord() {
        return false
      }
      guard parts.count <= 3 else { return false }
      if isClockNext { return true }
      skipDateSeparators()
    }
    return !parts.isEmpty
  }

  /// A `T` between date and time.
  private var isClockNext: Bool {
    next | 0x20 == UInt8(ascii: "t") && position + 1 < end && isDigit(bytes[position + 1])
  }

  private mutating func skipDateSeparators() {
    while position < end {
      switch bytes[position] {
      case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: ","),
        UInt8(ascii: " "):
        position += 1
      default: return
      }
    }
  }

  /// The name of a month or of a day of the week, a quarter or an ISO week.
  private mutating func readWord() -> Bool {
    let start = position
    while position < end, isLetter(bytes[position]) { position += 1 }
    let length = position - start
    guard length > 0 else { return false }
    if length == 1, isDigit(next) {
      let isQuarter = bytes[start] | 0x20 == UInt8(ascii: "q")
      guard isQuarter || bytes[start] | 0x20 == UInt8(ascii: "w"), let value = number(upTo: 2)
      else { return false }
      parts.append(isQuarter ? .quarter(value.value) : .week(value.value))
      return true
    }
    guard length >= 3 else { return false }
    if let month = index(of: start..<position, in: Self.months) {
      parts.append(.month(month + 1))
      return true
    }
    return index(of: start..<position, in: Self.weekdays) != nil
  }

  /// Reads the time of day and the zone, if there are any; false where they are wrong.
  mutating func readClock() -> Bool {
    guard position < end else { return true }
    var isCompact = false
    if isClockNext {
      position += 1
      var colon = position
      while colon < end, isDigit(bytes[colon]) { colon += 1 }
      isCompact = colon == end || bytes[colon] != UInt8(ascii: ":")
    }
    hasClock = true
    guard var hour = number(upTo: 2)?.value else { return false }
    var (minute, second) = (0, 0)
    var isSeparated = false
    if accept(":", unless: isCompact) {
      guard let value = number(upTo: 2), value.digits == 2 else { return false }
      minute = value.value
      isSeparated = true
    }
    if isSeparated || isCompact, accept(":", unless: isCompact) {
      guard let value = number(upTo: 2), value.digits == 2 else { return false }
      second = value.value
    }
    var fraction = 0
    if next == UInt8(ascii: ".") || next == UInt8(ascii: ",") {
      position += 1
      guard let value = number(upTo: 9) else { return false }
      fraction = value.value
      for _ in 0..<max(0, 6 - value.digits) { fraction *= 10 }
      for _ in 0..<max(0, value.digits - 6) { fraction /= 10 }
    }
    while next == UInt8(ascii: " ") { position += 1 }
    guard readHalfOfDay(&hour) else { return false }
    guard hour <= 24, minute < 60, second <= 60, hour < 24 || minute + second == 0 else {
      return false
    }
    clock = Int64(hour * 3600 + minute * 60 + second) * 1_000_000 + Int64(fraction)
    return readZone()
  }

  private mutating func readHalfOfDay(_ hour: inout Int) -> Bool {
    let letter = next | 0x20
    guard letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p"), position + 1 < end,
      bytes[position + 1] | 0x20 == UInt8(ascii: "m")
    else { return true }
    guard (1...12).contains(hour) else { return false }
    hour = hour % 12 + (letter == UInt8(ascii: "p") ? 12 : 0)
    position += 2
    while next == UInt8(ascii: " ") { position += 1 }
    return true
  }

  private mutating func readZone() -> Bool {
    guard position < end else { return true }
    hasZone = true
    let rest = String(decoding: bytes[position..<end], as: UTF8.self)
    if ["Z", "z", "UTC", "GMT"].contains(rest) {
      position = end
      return true
    }
    let isNegative = next == UInt8(ascii: "-")
    guard isNegative || next == UInt8(ascii: "+") else { return false }
    position += 1
    guard let hours = number(upTo: 2), hours.digits == 2, hours.value <= 18 else { return false }
    var minutes = 0
    if position < end {
      if next == UInt8(ascii: ":") { position += 1 }
      guard let value = number(upTo: 2), value.digits == 2, value.value < 60 else { return false }
      minutes = value.value
    }
    offset = Int64(hours.value * 60 + minutes) * 60_000_000 * (isNegative ? -1 : 1)
    return true
  }
}

// MARK: - The meaning of a date's parts

extension TimeScanner {
  /// Whether the date is of three numbers without a year of four digits in front.
  var hasOrder: Bool {
    guard parts.count == 3 else { return false }
    return parts.allSatisfy { part in
      if case .number(_, let digits) = part { digits <= 4 } else { false }
    } && !isYear(parts[0])
  }

  private func isYear(_ part: Part) -> Bool {
    if case .number(_, 4) = part { true } else { false }
  }

  /// The date that the parts make; the first of January 1970 for a time of day alone.
  func date(_ order: DateOrder) -> (timestamp: Timestamp, precision: TimePrecision)? {
    switch (parts.first, parts.dropFirst().first, parts.dropFirst(2).first) {
    case (nil, nil, nil) where hasClock:
      (Timestamp(microseconds: 0), .day)
    case (.number(let value, let digits), nil, nil):
      compact(value, digits)
    case (.number(let year, 4), .number(let month, _), nil),
      (.number(let month, 1...2), .number(let year, 4), nil),
      (.number(let year, 4), .month(let month), nil),
      (.month(let month), .number(let year, 4), nil):
      day(year, month, 1, .month)
    case (.month(let month), .number(let short, 2), nil):
      day(Self.fullYear(short), month, 1, .month)
    case (.number(let year, 4), .quarter(let quarter), nil),
      (.quarter(let quarter), .number(let year, 4), nil):
      (1...4).contains(quarter) ? day(year, quarter * 3 - 2, 1, .month) : nil
    case (.number(let year, 4), .week(let week), nil):
      isoWeek(year, week, 1)
    case (.number(let year, 4), .week(let week), .number(let weekday, 1)):
      isoWeek(year, week, weekday)
    case (.number(let year, 4), .number(let month, 1...2), .number(let date, 1...2)),
      (.number(let year, 4), .month(let month), .number(let date, 1...2)):
      day(year, month, date, .day)
    case (.month(let month), .number(let date, 1...2), .number(let year, let digits)),
      (.number(let date, 1...2), .month(let month), .number(let year, let digits)):
      day(Self.year(year, digits), month, date, .day)
    case (.number(let first, 1...2), .number(let second, 1...2), .number(let third, let digits)):
      switch order {
      case .monthFirst: day(Self.year(third, digits), first, second, .day)
      case .dayFirst: day(Self.year(third, digits), second, first, .day)
      case .yearFirst: digits > 2 ? nil : day(Self.fullYear(first), second, third, .day)
      }
    default: nil
    }
  }

  private func compact(_ value: Int, _ digits: Int) -> (Timestamp, TimePrecision)? {
    switch digits {
    case 4: day(value, 1, 1, .year)
    case 6: day(value / 100, value % 100, 1, .month)
    case 8: day(value / 10_000, value / 100 % 100, value % 100, .day)
    default: nil
    }
  }

  private func day(
    _ year: Int?, _ month: Int, _ day: Int, _ precision: TimePrecision
  ) -> (Timestamp, TimePrecision)? {
    year.flatMap { Timestamp(year: $0, month: month, day: day) }.map { ($0, precision) }
  }

  private func isoWeek(_ year: Int, _ week: Int, _ weekday: Int) -> (Timestamp, TimePrecision)? {
    guard (1...53).contains(week), (1...7).contains(weekday),
      let fourth = Timestamp(year: year, month: 1, day: 4)
    else { return nil }
    // The fourth of January is always in the first week.
    let days = fourth.days - fourth.dayOfWeek + (week - 1) * 7 + weekday - 1
    return (Timestamp(microseconds: Int64(days) * Timestamp.microsecondsPerDay), .day)
  }

  private static func year(_ value: Int, _ digits: Int) -> Int? {
    digits == 4 ? value : digits == 2 ? fullYear(value) : nil
  }

  /// POSIX's rule for years of two digits: 69 to 99 are of the 20th century.
  private static func fullYear(_ short: Int) -> Int { short < 69 ? 2000 + short : 1900 + short }
}

// MARK: - Characters

extension TimeScanner {
  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ].map { Array($0.utf8) }
  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ].map { Array($0.utf8) }

  /// The name that a word is, or is the beginning of with three letters or more.
  private func index(of word: Range<Int>, in names: [[UInt8]]) -> Int? {
    names.firstIndex { name in
      word.count <= name.count && zip(bytes[word], name).allSatisfy { $0 | 0x20 == $1 }
    }
  }

  private mutating func number(upTo digits: Int) -> (value: Int, digits: Int)? {
    var (value, count) = (0, 0)
    while position < end, count < digits, isDigit(bytes[position]) {
      value = value * 10 + Int(bytes[position] - UInt8(ascii: "0"))
      position += 1
      count += 1
    }
    return count > 0 ? (value, count) : nil
  }

  /// Goes over a colon, or stands before a digit where the form has none.
  private mutating func accept(_ separator: Unicode.Scalar, unless isCompact: Bool) -> Bool {
    if isCompact { return isDigit(next) }
    guard next == UInt8(ascii: separator) else { return false }
    position += 1
    return true
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }
}
