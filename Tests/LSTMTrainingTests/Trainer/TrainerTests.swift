import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("The trainer")
struct TrainerTests {
  @Test("Training lowers the loss, with every optimiser", arguments: OptimizerKind.allCases)
  func converges(kind: OptimizerKind) throws {
    let problem = TinyProblem()
    let before = try #require(try problem.validate(TinyModel())).loss
    let options = TrainingOptions(
      budget: TrainingBudget(epochs: 60), optimizer: kind,
      learningRate: kind == .sgd ? 0.3 : kind == .momentum ? 0.05 : 0.02)
    let result = try problem.trainer(options).fit(TinyModel())
    let after = try #require(try problem.validate(result.best)).loss
    #expect(after < before / 4, "\(before) → \(after)")
    #expect(result.summary.reason == .budget)
    #expect(result.summary.steps == 240)
    #expect(result.summary.bestLoss == after)
  }

  @Test("Events come in order and their figures agree with the run")
  func events() throws {
    var names: [String] = []
    var steps: [TrainingStep] = []
    let options = TrainingOptions(
      budget: TrainingBudget(epochs: 2), learningRate: 0.01, schedule: .constant)
    _ = try TinyProblem(batchesPerEpoch: 2).trainer(options).fit(
      TinyModel(),
      events: { event in
        switch event {
        case .started: names.append("started")
        case .resumed: names.append("resumed")
        case .step(let step):
          names.append("step")
          steps.append(step)
        case .validated: names.append("validated")
        case .averaging: names.append("averaging")
        case .sample: names.append("sample")
        case .saved: names.append("saved")
        case .finished: names.append("finished")
        }
      })
    #expect(
      names == [
        "started", "step", "step", "validated", "saved", "step", "step", "validated", "saved",
        "finished",
      ])
    #expect(steps.map(\.step) == [1, 2, 3, 4])
    #expect(steps.map(\.epoch) == [0, 0, 1, 1])
    #expect(steps.map(\.progress) == [0.25, 0.5, 0.75, 1])
    #expect(steps.allSatisfy { $0.learningRate == Double(Float(0.01)) && $0.gradientNorm > 0 })
    #expect(steps.map(\.unitsPerSecond) == [5, 5, 5, 5])
    #expect(steps.map(\.secondsLeft) == [3, 2, 1, 0])
  }

  @Test("The step budget and the epoch budget end where the smaller one says")
  func smallerBudget() throws {
    for (epochs, steps, expected) in [(2, 5, 5), (1, 100, 4), (nil, 3, 3)] {
      let options = TrainingOptions(budget: TrainingBudget(epochs: epochs, steps: steps))
      let result = try TinyProblem().trainer(options).fit(TinyModel())
      #expect(result.summary.steps == expected)
    }
  }

  @Test("Without validation data the last weights are the result")
  func noValidation() throws {
    let options = TrainingOptions(budget: TrainingBudget(epochs: 3))
    let result = try TinyProblem(validates: false).trainer(options).fit(TinyModel())
    #expect(result.best.bits == result.last.bits)
    #expect(result.summary.bestLoss == nil)
  }

  @Test("Another seed draws other dropout masks")
  func seeds() throws {
    func bits(_ seed: UInt64) throws -> [UInt32] {
      let options = TrainingOptions(budget: TrainingBudget(epochs: 1), seed: seed)
      return try TinyProblem().trainer(options).fit(TinyModel()).last.bits
    }
    #expect(try bits(1) == bits(1))
    #expect(try bits(1) != bits(2))
  }

  @Test("Early stopping counts validations without a better one and returns the best weights")
  func earlyStopping() throws {
    var problem = TinyProblem()
    problem.validationLosses = [3, 2, 2.5, 1, 1, 4, 0.5]
    var bits: [[UInt32]] = []
    let options = TrainingOptions(budget: TrainingBudget(epochs: 20), patience: 2)
    let result = try problem.trainer(options).fit(
      TinyModel(),
      save: { checkpoint in
        bits.append(
          checkpoint.tensors.filter { $0.name.hasPrefix("model/") }
            .flatMap { $0.tensor.values.map(\.bitPattern) })
      })
    #expect(result.summary.reason == .patience)
    #expect(result.summary.steps == 24)
    #expect(result.summary.bestLoss == 1)
    #expect(result.summary.bestStep == 16)
    #expect(result.best.bits == bits[3])
    #expect(result.last.bits == bits[5])
  }

  @Test("A raised signal saves after the step and stops")
  func stopSignal() throws {
    var problem = TinyProblem()
    let signal = StopSignal()
    problem.stop = (signal, 6)
    var saved: [Int] = []
    let result = try problem.trainer(TrainingOptions(budget: TrainingBudget(epochs: 9))).fit(
      TinyModel(), stop: signal,
      events: { if case .saved(let step) = $0 { saved.append(step) } })
    #expect(result.summary.reason == .interrupted)
    #expect(result.summary.steps == 6)
    #expect(saved == [4, 6])
  }
}
