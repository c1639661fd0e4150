import LSTMTensor

/// Where a time stands in the day, the week and the year, as numbers that a model can take.
///
/// Each circle is a sine and a cosine, so that its end is beside its beginning. They are known for
/// the future too.
///
/// ```swift
/// let features = CalendarFeatures(frequency: table.frequency)
/// let next = features.values(at: table.frequency.advance(last, by: 1))   // [count]
/// ```
public struct CalendarFeatures: Sendable, Equatable {
  private enum Circle: Sendable {
    case day
    case week
    case year
  }

  private let circles: [Circle]

  /// The features that vary from step to step: the hour for steps below a day, the day of the week
  /// for steps below a week, the day of the year for steps below a year.
  public init(frequency: Frequency) {
    switch frequency {
    case .irregular: circles = [.day, .week, .year]
    case .businessDays: circles = [.week, .year]
    case .months(let count): circles = count % 12 == 0 ? [] : [.year]
    case .regular(let step):
      let day = Timestamp.microsecondsPerDay
      circles = (step < day ? [.day] : []) + (step < 7 * day ? [.week] : []) + [.year]
    }
  }

  /// The number of features.
  public var count: Int { circles.count * 2 }

  /// A name for each feature.
  public var names: [String] {
    circles.flatMap { circle in
      let name =
        switch circle {
        case .day: "hour of day"
        case .week: "day of week"
        case .year: "day of year"
        }
      return [name + " (sine)", name + " (cosine)"]
    }
  }

  /// The features at a time, between -1 and 1.
  public func values(at time: Timestamp) -> [Float] {
    circles.flatMap { circle in
      let angle = 2 * Double.pi * Self.share(circle, time)
      return [Float(cosine(angle - Double.pi / 2)), Float(cosine(angle))]
    }
  }

  private static func share(_ circle: Circle, _ time: Timestamp) -> Double {
    let day = Double(time.timeOfDay) / Double(Timestamp.microsecondsPerDay)
    switch circle {
    case .day: return day
    case .week: return (Double(time.dayOfWeek) + day) / 7
    case .year:
      let date = time.date
      return (Double(date.dayOfYear - 1) + day) / (CalendarDate.isLeap(date.year) ? 366 : 365)
    }
  }
}
