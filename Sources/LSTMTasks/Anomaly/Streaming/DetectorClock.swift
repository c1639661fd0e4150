import LSTMData

/// How a detector reads times: the step between rows, and the season that may return.
struct DetectorClock: Sendable, Equatable {
  /// The usual step from row to row in microseconds; 0 where rows have no times.
  let step: Int64
  /// Rows of a season; `nil` where none is known.
  let seasonLength: Int?

  private static let minute: Int64 = 60_000_000
  private static let day: Int64 = 86_400_000_000

  /// The clock of rows at these times, by the median step.
  ///
  /// The season is the day for steps from a minute to six hours, the week for days, the year for longer steps. Rows
  /// seconds apart would see no second day in any memory of bounded size.
  init(times: [Timestamp]) {
    let steps = zip(times.dropFirst(), times)
      .map { $0.microseconds.subtractingReportingOverflow($1.microseconds).partialValue }
      .filter { $0 > 0 }.sorted()
    // Row numbers stand for missing times as microseconds.
    guard !steps.isEmpty, case let step = steps[steps.count / 2], step > 1 else {
      (step, seasonLength) = (0, nil)
      return
    }
    self.step = step
    let season =
      switch step {
      case ..<Self.minute: Int64(0)
      case ...(6 * 60 * Self.minute): Self.day
      case ..<(2 * Self.day): 7 * Self.day
      default: 365 * Self.day
      }
    let length = Int((Double(season) / Double(step)).rounded())
    seasonLength = length >= 4 ? length : nil
  }

  /// A clock of given numbers, as a saved detector keeps them.
  init(step: Int64, seasonLength: Int?) {
    (self.step, self.seasonLength) = (step, seasonLength)
  }

  /// The place in time of a row, in steps, at least 0; `nil` where there is no season.
  func place(of time: Timestamp) -> Int? {
    guard seasonLength != nil, step > 0 else { return nil }
    let steps = (Double(time.microseconds) / Double(step)).rounded(.down)
    // Years before 1970 have places, too.
    return Int(steps) + Self.offset
  }

  /// More steps of a minute than 64 bits of microseconds hold.
  private static let offset = 1 << 40

  /// The part of the day that has passed a step after a time, 0 to 1; `nil` where rows are a day or more apart, or
  /// have no times.
  func nextPartOfDay(after time: Timestamp) -> Double? {
    guard step > 0, step < Self.day else { return nil }
    // Calendar arithmetic ends a day before 64 bits do.
    let farthest = Int64.max - 2 * Self.day
    let next = min(max(time.microseconds, -farthest), farthest) + step
    return Double(Timestamp(microseconds: next).timeOfDay) / Double(Self.day)
  }
}
