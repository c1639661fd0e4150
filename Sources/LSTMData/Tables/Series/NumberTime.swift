/// How a column of numbers is meant as times.
enum NumberTime: Equatable {
  case year
  case yearMonth
  case yearMonthDay
  /// Since 1970, so many of the unit a second.
  case epoch(perSecond: Double)

  /// The reading that fits all numbers, `nil` where one is missing or no time.
  init?(_ numbers: [Double]) {
    guard let first = numbers.first, numbers.allSatisfy({ abs($0) < 9e18 }) else { return nil }
    let kind: NumberTime =
      switch abs(first) {
      case 1000..<3000: .year
      case 100_000..<300_000: .yearMonth
      case 10_000_000..<30_000_000: .yearMonthDay
      case ..<1e11: .epoch(perSecond: 1)
      case ..<1e14: .epoch(perSecond: 1e3)
      case ..<1e17: .epoch(perSecond: 1e6)
      default: .epoch(perSecond: 1e9)
      }
    if numbers.allSatisfy({ kind.time($0) != nil }) {
      self = kind
    } else {
      self = .epoch(perSecond: 1)
      guard abs(first) < 1e11, numbers.allSatisfy({ time($0) != nil }) else { return nil }
    }
  }

  /// The time of a number.
  func time(_ number: Double) -> Timestamp? {
    if case .epoch(let perSecond) = self {
      let micros = (number * (1e6 / perSecond)).rounded()
      return abs(micros) < 9e18 ? Timestamp(microseconds: Int64(micros)) : nil
    }
    guard let value = Int(exactly: number), value > 0 else { return nil }
    switch self {
    case .year: return Timestamp(year: value)
    case .yearMonth: return Timestamp(year: value / 100, month: value % 100)
    case .yearMonthDay:
      return Timestamp(year: value / 10_000, month: value / 100 % 100, day: value % 100)
    case .epoch: return nil
    }
  }

  var precision: TimePrecision {
    switch self {
    case .year: .year
    case .yearMonth: .month
    case .yearMonthDay: .day
    case .epoch: .time
    }
  }

  var words: String {
    switch self {
    case .year: "years"
    case .yearMonth: "months (YYYYMM)"
    case .yearMonthDay: "dates (YYYYMMDD)"
    case .epoch(1): "seconds since 1970"
    case .epoch(1e3): "milliseconds since 1970"
    case .epoch(1e6): "microseconds since 1970"
    case .epoch: "nanoseconds since 1970"
    }
  }
}
