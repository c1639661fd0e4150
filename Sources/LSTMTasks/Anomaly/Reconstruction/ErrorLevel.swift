import LSTMTensor

/// The error that one normal thing in a hundred exceeds, and the scores that follow from it.
struct ErrorLevel: Sendable, Equatable {
  /// The share of normal data that is flagged.
  static let share = 0.01
  /// Errors from which on the share is counted; below it is estimated from the tail.
  private static let enough = 1000

  /// The error.
  let error: Double

  /// A level that was saved.
  init(error: Double) {
    self.error = error
  }

  /// The level of errors on normal data that were held out; those that are no numbers do not count.
  ///
  /// Of few errors the largest are continued by the tail that fits them (``TailEstimate``).
  init(of errors: [Double]) {
    let sorted = errors.filter(\.isFinite).sorted()
    let largest = sorted.last ?? 0
    let least = max(largest * 1e-3, Double.leastNormalMagnitude * 1e6)
    guard sorted.count < Self.enough else {
      let place = Double(sorted.count - 1) * (1 - Self.share)
      let (low, part) = (Int(place), place - place.rounded(.down))
      let next = min(low + 1, sorted.count - 1)
      self.init(error: max(least, sorted[low] * (1 - part) + sorted[next] * part))
      return
    }
    var tail = TailEstimate()
    for error in sorted { tail.add(error) }
    let wanted = -naturalLogarithm(Self.share) * TailEstimate.perNat
    var (low, high) = (0.0, max(least, 100 * largest))
    guard tail.surprise(of: high, leastScale: least) > wanted else {
      // Too few for a tail.
      self.init(error: max(least, 2 * largest))
      return
    }
    for _ in 0..<60 {
      let middle = (low + high) / 2
      if tail.surprise(of: middle, leastScale: least) > wanted {
        high = middle
      } else {
        low = middle
      }
    }
    self.init(error: high)
  }

  /// The score of an error, in [0, 1]: e ÷ (e + level), 0.5 at the level; `nil` for what is no number.
  ///
  /// It rises strictly, so that no order is lost among errors far beyond the level.
  func score(of error: Double) -> Double? {
    guard !error.isNaN else { return nil }
    return error / (error + self.error)
  }
}
