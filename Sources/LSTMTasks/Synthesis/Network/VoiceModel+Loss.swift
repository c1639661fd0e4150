import LSTMLayers
import LSTMTensor

extension VoiceModel {
  /// What the parts of the loss weigh.
  private enum Weight {
    static let means: Float = 0.3
    static let durations: Float = 0.1
  }

  /// The loss of recordings and its parts.
  struct Loss {
    var total: Tensor
    /// The mean squared deviation of what is said, in variances of a frame's values.
    var frames: Float
    /// Nats a recording that its latent numbers cost.
    var latent: Float
  }

  /// The loss of recordings.
  ///
  /// - Parameters:
  ///   - batch: recordings.
  ///   - isEven: whether units are taken to be of equal length, as long as their mean frames are not learned.
  ///   - latentWeight: of a nat.
  func loss(
    _ batch: SynthesisBatch, isEven: Bool, latentWeight: Float, phase: Phase
  ) -> Loss {
    let encoded = encode(
      batch.units, counts: batch.unitCounts, speakers: batch.speakers, phase: phase)
    let means = means(encoded.voiced)
    let durations = isEven ? Self.even(batch) : Self.aligned(batch, means: means)
    let plan = StepPlan(durations)
    let factors = Self.factors(batch)

    var (latent, cost): (Tensor?, Tensor?)
    if let (mean, logDeviation) = latents(batch.steps, counts: batch.stepCounts, phase: phase) {
      latent = Self.drawn(mean, logDeviation, phase: phase.part(Part.latent))
      cost = Self.divergence(mean, logDeviation)
    }
    let said = decode(encoded, plan, speakers: batch.speakers, latent: latent, phase: phase)
    let frames = Self.squaredError(said, batch.steps, factors)
    let (units, width) = (means.shape[0] * means.shape[1], means.shape[2])
    let expected = means.reshaped(to: [units, width]).gathering(plan.rows)
    var total = frames + Self.squaredError(expected, batch.steps, factors) * Weight.means
    total =
      total
      + durationLoss(durations, self.durations(encoded, latent: latent)) * Weight.durations
    if let cost { total = total + cost * latentWeight }
    return Loss(total: total, frames: frames.scalar, latent: cost?.scalar ?? 0)
  }

  /// The mean of −ln p of durations, by their logarithms.
  private func durationLoss(_ durations: [[Int]], _ outputs: Tensor) -> Tensor {
    let (longest, batch) = (outputs.shape[0], outputs.shape[1])
    var values = [Float](repeating: .nan, count: longest * batch)
    for (row, durations) in durations.enumerated() {
      for (unit, duration) in durations.enumerated() {
        values[unit * batch + row] = Float(naturalLogarithm(Double(duration)))
      }
    }
    return outputs.reshaped(to: [longest * batch, 2]).negativeLogLikelihood(
      of: Tensor(values), scales: Tensor(repeating: 1, shape: [values.count]), under: .gaussian)
  }

  /// Σ ((a − b) · factor)², the factors by steps.
  private static func squaredError(_ a: Tensor, _ b: Tensor, _ factors: [Float]) -> Tensor {
    (a - b).scalingRows(by: factors).applying(.square).sum()
  }

  /// 1 / √(values that count) for steps of recordings, 0 behind their ends.
  private static func factors(_ batch: SynthesisBatch) -> [Float] {
    let (longest, width) = (batch.steps.shape[0], batch.steps.shape[2])
    let count = batch.stepCounts.reduce(0, +) * width
    let factor = 1 / Float(max(1, count)).squareRoot()
    return (0..<longest).flatMap { step in batch.stepCounts.map { step < $0 ? factor : 0 } }
  }

  /// Latent numbers of takes: drawn in training, their means otherwise.
  private static func drawn(_ mean: Tensor, _ logDeviation: Tensor, phase: Phase) -> Tensor {
    guard case .training(let source) = phase else { return mean }
    var random = RandomGenerator(seed: source.key)
    return mean + exp(logDeviation) * Tensor.normal(mean.shape, using: &random)
  }

  /// The mean over takes of the nats between their latent numbers' distributions and the standard normal one:
  /// ½ Σ (μ² + σ² − 1 − ln σ²).
  private static func divergence(_ mean: Tensor, _ logDeviation: Tensor) -> Tensor {
    let squares = mean.applying(.square).sum() + exp(logDeviation * 2).sum()
    let count = Float(mean.shape[0])
    return (squares + logDeviation.sum() * -2).scaled(
      by: 0.5 / count, adding: -0.5 * Float(mean.shape[1]))
  }

  // MARK: - Alignment

  private static func even(_ batch: SynthesisBatch) -> [[Int]] {
    zip(batch.unitCounts, batch.stepCounts).map {
      MonotonicAlignment.even(unitCount: $0, stepCount: $1)
    }
  }

  /// The durations by which the units' mean frames come nearest to the recordings.
  ///
  /// - Parameter means: [S, N, R · M].
  static func aligned(_ batch: SynthesisBatch, means: Tensor) -> [[Int]] {
    let (count, width) = (batch.unitCounts.count, batch.steps.shape[2])
    let (units, steps) = (means.values, batch.steps.values)
    return SideBySide.map(count) { row in
      let (unitCount, stepCount) = (batch.unitCounts[row], batch.stepCounts[row])
      var costs = [Float](repeating: 0, count: unitCount * stepCount)
      for unit in 0..<unitCount {
        let mean = units[(unit * count + row) * width..<(unit * count + row + 1) * width]
        for step in 0..<stepCount {
          let first = (step * count + row) * width
          var cost: Float = 0
          for (place, value) in mean.enumerated() {
            let error = value - steps[first + place]
            cost += error * error
          }
          costs[unit * stepCount + step] = cost
        }
      }
      return MonotonicAlignment.durations(
        costs: costs, unitCount: unitCount, stepCount: stepCount)
    }
  }
}
