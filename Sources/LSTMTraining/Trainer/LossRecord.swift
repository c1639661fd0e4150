/// The training loss over time, and whether it has run away.
struct LossRecord: Sendable, Equatable {
  /// Of the first step, before any update.
  var first = 0.0
  /// Slowly smoothed, for people.
  var smoothed = 0.0
  /// Quickly smoothed, for the guard.
  var recent = 0.0
  /// Steps seen.
  var count = 0
  /// Steps in a row whose ``recent`` loss was far beyond the first.
  var stepsBeyond = 0
  var sumOfEpoch = 0.0
  var countOfEpoch = 0

  private static let patience = 5

  /// True after some steps in a row with a loss more than three times that of the first step: worse than
  /// knowing nothing, which noise does not reach and clipping does not hide.
  var hasDiverged: Bool { stepsBeyond >= Self.patience }

  var meanOfEpoch: Double { sumOfEpoch / Double(max(1, countOfEpoch)) }

  mutating func add(_ loss: Double) {
    if count == 0 { (first, smoothed, recent) = (loss, loss, loss) }
    count += 1
    smoothed += (loss - smoothed) * max(0.02, 1 / Double(count))
    recent += (loss - recent) * 0.3
    stepsBeyond = recent > first + 2 * max(abs(first), 0.5) ? stepsBeyond + 1 : 0
    sumOfEpoch += loss
    countOfEpoch += 1
  }

  mutating func beginEpoch() {
    (sumOfEpoch, countOfEpoch) = (0, 0)
  }
}
