import LSTMTensor

/// How the learning rate changes over a run, as a factor of its full value.
///
/// A schedule knows only the share of the run that is done, so that it fits a budget in epochs, steps or
/// minutes alike.
public enum Schedule: Sendable, Equatable {
  /// Always 1.
  case constant
  /// Times `factor` after every `interval` of the run.
  case step(factor: Double, interval: Double)
  /// 1 for the share `hold` of the run, then times `factor` at once and after every further `interval` (Zaremba and others
  /// 2014, arXiv:1409.2329).
  case holdThenStep(hold: Double, factor: Double, interval: Double)
  /// Half a cosine from 1 down to `final` (Loshchilov and Hutter 2017).
  case cosine(final: Double)
  /// A rise in a line over the first share `warmUp` of the run, then half a cosine down to `final`.
  case warmUpCosine(warmUp: Double, final: Double)

  /// The factor when this share of the run is done.
  ///
  /// - Parameter progress: 0…1.
  public func factor(at progress: Double) -> Double {
    let progress = min(max(progress, 0), 1)
    switch self {
    case .constant:
      return 1
    case .step(let factor, let interval):
      var result = 1.0
      for _ in 0..<Int(progress / max(interval, 1e-6)) { result *= factor }
      return result
    case .holdThenStep(let hold, let factor, let interval):
      // A share that should be the end of the hold may be a rounding error short of it.
      guard progress >= hold - 1e-9 else { return 1 }
      let after = progress - hold + 1e-9
      return factor * Schedule.step(factor: factor, interval: interval).factor(at: after)
    case .cosine(let final):
      let wave: Double = LSTMTensor.cosine(Double.pi * progress)
      return final + (1 - final) * 0.5 * (1 + wave)
    case .warmUpCosine(let warmUp, let final):
      if progress < warmUp { return max(progress / warmUp, 1e-3) }
      return Schedule.cosine(final: final).factor(at: (progress - warmUp) / max(1 - warmUp, 1e-9))
    }
  }
}

/// When a training ends: whichever limit comes first.
public struct TrainingBudget: Sendable, Equatable {
  /// Passes over the data.
  public var epochs: Int?
  /// Training steps.
  public var steps: Int?
  /// Minutes, validation included.
  ///
  /// The result then depends on the clock.
  public var minutes: Double?

  /// A budget with at least one limit.
  public init(epochs: Int? = nil, steps: Int? = nil, minutes: Double? = nil) {
    precondition(epochs != nil || steps != nil || minutes != nil, "a budget needs a limit")
    self.epochs = epochs
    self.steps = steps
    self.minutes = minutes
  }

  /// Steps that epochs and steps allow; `nil`: only the clock ends the run.
  func stepLimit(batchesPerEpoch: Int) -> Int? {
    let byEpochs = epochs.map { $0.multipliedReportingOverflow(by: batchesPerEpoch) }
      .map { $0.overflow ? Int.max : $0.partialValue }
    return [byEpochs, steps].compactMap { $0 }.min()
  }
}
