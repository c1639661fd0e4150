import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@Suite("The trainer at its limits")
struct TrainerLimitsTests {
  @Test("A budget of no steps takes none")
  func noSteps() throws {
    for budget in [TrainingBudget(steps: 0), TrainingBudget(epochs: 0)] {
      let result = try TinyProblem().trainer(TrainingOptions(budget: budget)).fit(TinyModel())
      #expect(result.summary.steps == 0)
      #expect(result.last.bits == TinyModel().bits)
    }
  }

  @Test("Data without a batch are refused")
  func noBatches() {
    let options = TrainingOptions(budget: TrainingBudget(steps: 3))
    #expect(throws: TrainingError.noBatches) {
      try TinyProblem(batchesPerEpoch: 0).trainer(options).fit(TinyModel())
    }
  }

  @Test("Gradients are limited by value where the options say so")
  func clipValue() throws {
    func last(_ value: Float?) throws -> TinyModel {
      let options = TrainingOptions(
        budget: TrainingBudget(steps: 1), optimizer: .sgd, learningRate: 1, schedule: .constant,
        clipNorm: nil, clipValue: value)
      return try TinyProblem().trainer(options).fit(TinyModel()).last
    }
    let moved = zip(try last(0.001).parameters, TinyModel().parameters).flatMap { after, before in
      (after.tensor - before.tensor).values
    }
    #expect(moved.allSatisfy { abs($0) <= 0.00101 } && moved.contains { abs($0) > 0.0009 })
    #expect(try last(nil).bits != last(0.001).bits)
  }
}
