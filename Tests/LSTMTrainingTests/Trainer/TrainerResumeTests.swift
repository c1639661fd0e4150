import Foundation
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("Resuming")
struct TrainerResumeTests {
  private func options(_ kind: OptimizerKind) -> TrainingOptions {
    TrainingOptions(
      budget: TrainingBudget(epochs: 3), optimizer: kind, learningRate: 0.01, patience: 2,
      checkpointSeconds: 0)
  }

  /// The validation losses improve, then do not: the second epoch holds the best weights.
  private func problem(validatedAlready count: Int = 0) -> TinyProblem {
    var problem = TinyProblem()
    problem.validationLosses = [3, 2, 4]
    problem.validationCount.value = count
    return problem
  }

  @Test(
    "From the checkpoint of every step the run ends with the bits of the run that never stopped",
    arguments: OptimizerKind.allCases)
  func everyStep(kind: OptimizerKind) throws {
    var checkpoints: [Checkpoint] = []
    let whole = try problem().trainer(options(kind)).fit(
      TinyModel(), save: { checkpoints.append($0) })
    #expect(checkpoints.count >= whole.summary.steps)
    for checkpoint in checkpoints {
      let record = JSONReader(checkpoint.record, document: "test")
      let step = try record.member("step").integer()
      let validated = try record.member("epoch").integer()
      // Another start, so that anything the checkpoint forgets shows up.
      let resumed = try problem(validatedAlready: validated).trainer(options(kind)).fit(
        TinyModel(seed: 99), resume: checkpoint)
      #expect(resumed.last.bits == whole.last.bits, "step \(step)")
      #expect(resumed.best.bits == whole.best.bits, "step \(step)")
      #expect(resumed.summary.steps == whole.summary.steps)
      #expect(resumed.summary.bestLoss == 2)
      #expect(resumed.summary.bestStep == 8)
      #expect(resumed.summary.trainingLoss == whole.summary.trainingLoss)
      #expect(resumed.summary.seconds == whole.summary.seconds)
    }
  }

  @Test("A checkpoint that went through a file resumes to the same bits")
  func throughFile() throws {
    let path = FileManager.default.temporaryDirectory
      .appending(path: "training-\(UUID().uuidString).safetensors").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    var checkpoints: [Checkpoint] = []
    let whole = try problem().trainer(options(.adamw)).fit(
      TinyModel(), save: { checkpoints.append($0) })
    let middle = checkpoints.first {
      (try? JSONReader($0.record, document: "").member("step").integer()) == 6
    }
    try #require(middle).write(to: path)
    let resumed = try problem(validatedAlready: 1).trainer(options(.adamw)).fit(
      TinyModel(seed: 99), resume: Checkpoint(contentsOf: path))
    #expect(resumed.last.bits == whole.last.bits)
  }

  @Test("A run with another identity is refused by the name of what differs")
  func otherIdentity() throws {
    var checkpoint: Checkpoint?
    _ = try problem().trainer(options(.sgd)).fit(
      TinyModel(), identity: ["data": "abc", "batchSize": 5], save: { checkpoint = $0 })
    #expect(
      throws: TrainingError.otherRun(key: "batchSize", saved: "5", wanted: "6")
    ) {
      try problem().trainer(options(.sgd)).fit(
        TinyModel(), identity: ["data": "abc", "batchSize": 6], resume: checkpoint)
    }
  }

  @Test("A checkpoint without a parameter is refused")
  func missingTensor() throws {
    var checkpoint = try #require(try saved())
    checkpoint.tensors.removeAll { $0.name == "model/cell.input" }
    #expect(throws: TrainingError.self) {
      try problem().trainer(options(.adamw)).fit(TinyModel(), resume: checkpoint)
    }
  }

  private func saved() throws -> Checkpoint? {
    var checkpoint: Checkpoint?
    _ = try problem().trainer(options(.adamw)).fit(TinyModel(), save: { checkpoint = $0 })
    return checkpoint
  }
}
