/// The training loss over time, and whether it has run away.
struct LossRecord: Sendable, Equatable {
  /// Of the first step, before any update.
  var first = 0.0
  /// Slowly smoothed, for people.
  var smoothed = 0.0
  /// Quickly smoothed, for the guard.
  var recent = 0.0
  /// The most that the weights had grown by in the last steps, old ones counting ever less.
  var recentGrowth = 0.0
  /// Steps seen.
  var count = 0
  /// Steps in a row with too high a loss for how far the weights have grown.
  var stepsBeyond = 0
  var sumOfEpoch = 0.0
  var countOfEpoch = 0

  private static let patience = 5
  private static let quickness = 0.3

  /// True after some steps in a row with both a bad loss and exploded weights: a loss above three
  /// times the first with ten times the weights, or one no better than the first with a thousand
  /// times the weights.
  ///
  /// The loss alone proves nothing: the first batch may have been an easy one, and later data noisier.
  /// Weights alone may be meant to grow. An absurd learning rate does both, clipped or not, and the
  /// second bar finds it behind a loss that has an upper bound. Both are smoothed, since such a run
  /// may jump to and fro between a sound state and an absurd one.
  var hasDiverged: Bool { stepsBeyond >= Self.patience }

  /// Whether weights may be in the middle of diverging, so that they make no good checkpoint.
  var isSuspect: Bool { stepsBeyond > 0 }

  var meanOfEpoch: Double { sumOfEpoch / Double(max(1, countOfEpoch)) }

  /// Takes in the loss of a step.
  ///
  /// - Parameter growth: the norm of the weights over that at the start; asked for only if the loss is
  ///   worth a look.
  mutating func add(_ loss: Double, growth: () -> Double) {
    if count == 0 { (first, smoothed, recent) = (loss, loss, loss) }
    count += 1
    recent += (loss - recent) * Self.quickness
    smoothed += (loss - smoothed) * max(0.02, 1 / Double(count))
    guardAgainstDivergence(growth)
    sumOfEpoch += loss
    countOfEpoch += 1
  }

  private mutating func guardAgainstDivergence(_ growth: () -> Double) {
    guard recent >= first else {
      (recentGrowth, stepsBeyond) = (0, 0)
      return
    }
    recentGrowth = max(growth(), recentGrowth * (1 - Self.quickness))
    let isFar = recent > first + 2 * max(abs(first), 0.5)
    stepsBeyond = recentGrowth >= (isFar ? 10 : 1000) ? stepsBeyond + 1 : 0
  }

  mutating func beginEpoch() {
    (sumOfEpoch, countOfEpoch) = (0, 0)
  }
}
