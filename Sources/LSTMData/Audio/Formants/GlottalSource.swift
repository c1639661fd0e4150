import LSTMTensor

/// The vocal folds: pulses of flow, no two of quite the same length and strength, and the hiss of breath.
///
/// A pulse is U(x) = x² − x³ while the folds are open (KLGLOTT88, Klatt and Klatt 1990). Its differences stand for the
/// radiation at the lips; they are taken of the flow itself, which has no jump, so that little of a pulse is folded
/// back from above half the sample rate.
struct GlottalSource: Sendable {
  /// The part of a period in which the folds are open, 0 to 1.
  var openQuotient: Double
  /// The deviation of a period from the pitch, a part of it.
  var jitter: Double
  /// The deviation of a pulse's strength, a part of it.
  var shimmer: Double
  private let rate: Double
  private var random: RandomGenerator
  /// Samples since the period began, and how many it has.
  private var (elapsed, period) = (0.0, 0.0)
  private var (strength, flow) = (1.0, 0.0)

  init(
    openQuotient: Double, jitter: Double, shimmer: Double, rate: Double, random: RandomGenerator
  ) {
    (self.openQuotient, self.jitter, self.shimmer) = (openQuotient, jitter, shimmer)
    (self.rate, self.random) = (rate, random)
  }

  /// Whether air flows: noise is weaker while the folds are closed.
  var isOpen: Bool { elapsed < openQuotient * period }

  /// The next sample of the flow's slope; the steepest one, where the folds close, is about −1.
  ///
  /// - Parameter pitch: periods a second.
  mutating func step(pitch: Double) -> Double {
    elapsed += 1
    if elapsed >= period {
      elapsed = max(0, elapsed - period)
      // A period is never so far off that it would be another octave.
      period = rate / pitch * max(0.6, 1 + jitter * Double(random.normal()))
      strength = max(0.3, 1 + shimmer * Double(random.normal()))
    }
    let open = openQuotient * period
    let place = min(1, elapsed / open)
    let next = strength * open * place * place * (1 - place)
    defer { flow = next }
    return next - flow
  }

  /// White noise of variance 1.
  mutating func noise() -> Double { Double(random.normal()) }
}
