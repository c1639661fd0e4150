/// The error that one normal thing in a hundred exceeds, and the scores that follow from it.
struct ErrorLevel: Sendable, Equatable {
  /// The share of normal data that is flagged.
  static let share = 0.01

  /// The error.
  let error: Double

  /// A level that was saved.
  init(error: Double) {
    self.error = error
  }

  /// The level of errors on normal data that were held out; those that are no numbers do not count.
  ///
  /// Of a hundred errors or fewer it is the largest: a tail fitted to forty errors of heartbeats lay so far out that it missed
  /// nearly half of what was to be found.
  init(of errors: [Double]) {
    let sorted = errors.filter(\.isFinite).sorted()
    let least = max((sorted.last ?? 0) * 1e-3, Double.leastNormalMagnitude * 1e6)
    let place = (Double(max(0, sorted.count - 1)) * (1 - Self.share)).rounded(.up)
    self.init(error: max(least, sorted.isEmpty ? 0 : sorted[Int(place)]))
  }

  /// The score of an error, in [0, 1]: e ÷ (e + level), 0.5 at the level; `nil` for what is no number.
  ///
  /// It rises strictly, so that no order is lost among errors far beyond the level.
  func score(of error: Double) -> Double? {
    guard !error.isNaN else { return nil }
    return error / (error + self.error)
  }
}
