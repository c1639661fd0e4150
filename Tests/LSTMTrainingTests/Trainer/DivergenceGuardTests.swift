import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("The guard against divergence")
struct DivergenceGuardTests {
  @Test("Noise and rare outliers are no divergence")
  func noise() throws {
    let noisy = Parabola { step in step % 9 == 4 ? 10 : step % 2 == 0 ? 0.3 : 1.7 }
    _ = try noisy.fit(.adamw, rate: 0.01)
  }

  @Test("A first batch that happens to be easy is no divergence")
  func easyFirstBatch() throws {
    _ = try Parabola { $0 == 0 ? 0 : 1 }.fit(.adamw, rate: 0.01)
  }

  @Test("Weights that overflow are never saved as a good checkpoint")
  func overflowIsNotSaved() {
    var isEveryCheckpointFinite = true
    let options = TrainingOptions(
      budget: TrainingBudget(steps: 3), optimizer: .sgd, learningRate: 3e38, schedule: .constant,
      clipNorm: nil, checkpointSeconds: 0)
    #expect(throws: TrainingError.self) {
      try Trainer(Parabola(), options: options).fit(
        OneTensor(Tensor([1, -2, 3])),
        save: { checkpoint in
          for (_, tensor) in checkpoint.tensors where tensor.firstNonFinite != nil {
            isEveryCheckpointFinite = false
          }
        })
    }
    #expect(isEveryCheckpointFinite)
  }

  /// A loss that cannot exceed 1, whatever the weights.
  struct Bounded: TrainingProblem {
    let batchesPerEpoch = 10

    func loss(_ model: OneTensor, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
      -> (loss: Tensor, carry: NoCarry, units: Int)
    {
      let wave = tanh(model.weight * 0.001)
      return ((wave * wave).mean(), carry, 1)
    }

    func validate(_ model: OneTensor) throws -> ValidationResult? { nil }
  }

  @Test("Weights that explode behind a loss with an upper bound are found out")
  func boundedLoss() {
    let options = TrainingOptions(
      budget: TrainingBudget(steps: 50), optimizer: .adam, learningRate: 1e6, schedule: .constant)
    #expect(throws: TrainingError.self) {
      try Trainer(Bounded(), options: options).fit(OneTensor(Tensor([1, -2, 3])))
    }
  }
}
