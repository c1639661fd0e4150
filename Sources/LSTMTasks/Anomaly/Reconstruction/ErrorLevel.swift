/// The error that one normal thing in a hundred exceeds, and the scores that follow from it.
struct ErrorLevel: Sendable, Equatable {
  /// The share of normal data that is flagged.
  static let share = 0.01
  /// Errors below which the largest is all there is to go by.
  private static let leastForSecond = 20

  /// The error.
  let error: Double

  /// A level that was saved.
  init(error: Double) {
    self.error = error
  }

  /// The level of errors on normal data that were held out; those that are no numbers do not count.
  ///
  /// The largest alone never decides, where there are twenty or more: of forty heartbeats that were held out it may be one
  /// that a physician would look at, too, and hid up to nine in ten of what was to be found. Of so few errors one in twenty
  /// or thirty normal things lies beyond the second.
  init(of errors: [Double]) {
    let sorted = errors.filter(\.isFinite).sorted()
    let share = (Double(max(0, sorted.count - 1)) * (1 - Self.share)).rounded(.up)
    let place = min(Int(share), sorted.count - (sorted.count < Self.leastForSecond ? 1 : 2))
    let error = sorted.isEmpty ? 0 : sorted[place]
    // Where nearly all are zero, what is not is unusual, and a level is never zero.
    let least = error == 0 ? (sorted.last ?? 0) * 1e-3 : 0
    self.init(error: max(error, least, Double.leastNormalMagnitude * 1e6))
  }

  /// The score of an error, in [0, 1]: e ÷ (e + level), 0.5 at the level; `nil` for what is no number.
  ///
  /// It rises strictly, so that no order is lost among errors far beyond the level.
  func score(of error: Double) -> Double? {
    guard !error.isNaN else { return nil }
    return error / (error + self.error)
  }
}
