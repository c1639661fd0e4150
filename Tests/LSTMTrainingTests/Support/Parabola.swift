import LSTMLayers
import LSTMTensor
import LSTMTraining

/// A loss without bound, whatever clipping does.
struct Parabola: TrainingProblem {
  let batchesPerEpoch = 10
  /// Multiplies the loss of a step, counted from zero; for noise and for what is not finite.
  var factor: @Sendable (Int) -> Float = { _ in 1 }

  func loss(_ model: OneTensor, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
    -> (loss: Tensor, carry: NoCarry, units: Int)
  {
    let loss = (model.weight * model.weight).mean() * factor(epoch * batchesPerEpoch + batch)
    return (loss, carry, 1)
  }

  func validate(_ model: OneTensor) throws -> ValidationResult? { nil }

  /// Trains on this problem from a fixed start.
  func fit(
    _ kind: OptimizerKind, rate: Float, steps: Int = 200, clipNorm: Float? = 1
  ) throws -> Trainer<Parabola>.Result {
    let options = TrainingOptions(
      budget: TrainingBudget(steps: steps), optimizer: kind, learningRate: rate,
      schedule: .constant, clipNorm: clipNorm)
    return try Trainer(self, options: options).fit(OneTensor(Tensor([1, -2, 3])))
  }
}
