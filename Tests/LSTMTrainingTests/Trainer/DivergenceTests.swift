import Foundation
import LSTMLayers
import LSTMTensor
import LSTMTraining
import Testing

@Suite("Divergence")
struct DivergenceTests {
  @Test(
    "A learning rate of a million ends in an error that names a smaller one, clipped or not",
    arguments: OptimizerKind.allCases)
  func million(kind: OptimizerKind) throws {
    for clip: Float? in [1, nil] {
      let error = #expect(throws: TrainingError.self) {
        try Parabola().fit(kind, rate: 1e6, clipNorm: clip)
      }
      let found = try #require(error)
      #expect(found.kind == .badData)
      #expect("\(found)".contains("--learning-rate "))
    }
  }

  @Test("A loss that stays finite is found out within some steps")
  func finite() throws {
    let error = #expect(throws: TrainingError.self) { try Parabola().fit(.sgd, rate: 1e6) }
    guard case .diverged(let step, let loss, _, let rate, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(step <= 12)
    #expect(loss.isFinite && loss > 1e6)
    #expect(rate == 1e6)
  }

  @Test("A loss that is not a number names the loss and the step")
  func lossNotFinite() {
    let problem = Parabola { $0 == 3 ? .nan : 1 }
    #expect(
      throws: TrainingError.notFinite(
        step: 4, tensor: "the loss", learningRate: 0.01, savedStep: nil)
    ) {
      try problem.fit(.sgd, rate: 0.01)
    }
  }

  @Test("A gradient that is not a number names its parameter")
  func gradientNotFinite() {
    struct Poisoned: TrainingProblem {
      let batchesPerEpoch = 1
      func loss(_ model: TinyModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
        -> (loss: Tensor, carry: NoCarry, units: Int)
      {
        let poison = model.recurrent.recorded(from: [model.recurrent]) { _ in
          [.dense(Tensor(repeating: .nan, shape: [4, 4]))]
        }
        return (model.output.sum() + poison.sum(), carry, 1)
      }
      func validate(_ model: TinyModel) throws -> ValidationResult? { nil }
    }
    let options = TrainingOptions(budget: TrainingBudget(steps: 3))
    let error = #expect(throws: TrainingError.self) {
      try Trainer(Poisoned(), options: options).fit(TinyModel())
    }
    #expect(error.map { "\($0)".contains("cell.recurrent") } == true)
    #expect(error.map { "\($0)".contains("step 1") } == true)
  }

  @Test("The rate to try is smaller and written as a person would write it")
  func smallerRate() throws {
    for rate: Float in [3e38, 1e6, 1, 0.3, 0.01, 0.002, 0.001] {
      let text = TrainingError.notFinite(
        step: 1, tensor: "the loss", learningRate: rate, savedStep: nil
      ).description
      let tail = try #require(text.components(separatedBy: "--learning-rate ").last)
      let digits = tail.prefix { $0.isNumber || "e-.".contains($0) }
      let number = digits.hasSuffix(".") ? digits.dropLast() : digits
      let found = try #require(Float(number), "\(text)")
      #expect(found < rate && number.count <= 8, "\(text)")
    }
  }

  @Test("Weights that must grow a thousandfold may, while the loss falls")
  func meantToGrow() throws {
    struct Far: TrainingProblem {
      let batchesPerEpoch = 10
      func loss(_ model: OneTensor, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
        -> (loss: Tensor, carry: NoCarry, units: Int)
      {
        let target = Tensor(repeating: 5000, shape: [3])
        return (meanSquaredError(model.weight, target), carry, 1)
      }
      func validate(_ model: OneTensor) throws -> ValidationResult? { nil }
    }
    let options = TrainingOptions(
      budget: TrainingBudget(steps: 200), optimizer: .sgd, learningRate: 0.2,
      schedule: .constant, clipNorm: nil)
    let result = try Trainer(Far(), options: options).fit(OneTensor(Tensor([0, 0, 0])))
    #expect(result.last.weight.values.allSatisfy { abs($0 - 5000) < 1 })
  }
}
