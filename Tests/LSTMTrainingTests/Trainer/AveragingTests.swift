import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Synchronization
import Testing

@Suite("Averaged weights")
struct AveragingTests {
  private let options = TrainingOptions(
    budget: TrainingBudget(epochs: 3), learningRate: 0.01, checkpointSeconds: 0,
    averaging: .running(decay: 0.9))

  @Test("The average follows its formula, step by step")
  func formula() throws {
    var weights: [[Float]] = []
    var averages: [[Float]] = []
    _ = try TinyProblem(validates: false).trainer(options).fit(
      TinyModel(),
      save: { checkpoint in
        weights.append(checkpoint["model/output"]?.values ?? [])
        averages.append(checkpoint["averaged/output"]?.values ?? [])
      })
    // A checkpoint of the same step may be saved twice, at the end of an epoch.
    var expected = TinyModel().output.values.map(Double.init)
    var (count, seen) = (0.0, [Float]())
    for (weight, average) in zip(weights, averages) where weight != seen {
      (count, seen) = (count + 1, weight)
      let keeping = min(0.9, (1 + count) / (10 + count))
      expected = zip(expected, weight).map { keeping * $0 + (1 - keeping) * Double($1) }
      for (found, wanted) in zip(average, expected) { #expect(abs(Double(found) - wanted) < 1e-6) }
    }
    #expect(count == 12)
  }

  @Test("The average is what is validated and returned, and the last weights stay their own")
  func isJudged() throws {
    let problem = TinyProblem()
    let averaged = try problem.trainer(options).fit(TinyModel())
    var plainOptions = options
    plainOptions.averaging = nil
    let plain = try problem.trainer(plainOptions).fit(TinyModel())
    #expect(averaged.last.bits == plain.last.bits)
    #expect(averaged.best.bits != averaged.last.bits)
    #expect(try problem.validate(averaged.best)?.loss == averaged.summary.bestLoss)
  }

  @Test("A resumed run averages to the same bits")
  func resumed() throws {
    var checkpoints: [Checkpoint] = []
    let whole = try TinyProblem().trainer(options).fit(
      TinyModel(), save: { checkpoints.append($0) })
    for checkpoint in checkpoints {
      let resumed = try TinyProblem().trainer(options).fit(
        TinyModel(seed: 99), resume: checkpoint)
      #expect(resumed.best.bits == whole.best.bits)
      #expect(resumed.last.bits == whole.last.bits)
    }
  }
}

/// One number that falls by the learning rate with each step, validated by a list of losses, one an epoch.
private struct Falling: TrainingProblem {
  let batchesPerEpoch = 4
  let losses: [Double]
  /// Where the number was in each validation.
  let seen = Seen()

  final class Seen: Sendable {
    private let values = Mutex<[Float]>([])
    var all: [Float] { values.withLock { $0 } }
    func add(_ value: Float) -> Int {
      values.withLock {
        $0.append(value); return $0.count - 1
      }
    }
  }

  func loss(_ model: OneTensor, epoch: Int, batch: Int, carry: NoCarry, phase: Phase) throws
    -> (loss: Tensor, carry: NoCarry, units: Int)
  { (model.weight.sum(), carry, 1) }

  func validate(_ model: OneTensor) throws -> ValidationResult? {
    ValidationResult(loss: losses[seen.add(model.weight.values[0])])
  }
}

@Suite("Averaging that waits for validation (NT-ASGD)")
struct NonMonotonicAveragingTests {
  /// Runs epochs of four steps with validations as listed.
  private func run(_ losses: [Double], patience: Int) throws -> (began: [Int], validated: [Float]) {
    let problem = Falling(losses: losses)
    var began: [Int] = []
    let options = TrainingOptions(
      budget: TrainingBudget(epochs: losses.count), optimizer: .sgd, learningRate: 1,
      schedule: .constant, clipNorm: nil, averaging: .nonMonotonic(patience: patience))
    _ = try Trainer(problem, options: options).fit(
      OneTensor(Tensor([0])),
      events: { event in if case .averaging(let step) = event { began.append(step) } })
    return (began, problem.seen.all)
  }

  @Test("begins when a validation is no better than the best of those more than so many before")
  func trigger() throws {
    // Merity's own line: len(losses) > n and loss > min(losses[:-n]), the loss itself not yet among them.
    #expect(try run([5, 4, 3, 2, 1, 0], patience: 2).began == [])
    #expect(try run([5, 1, 3, 2, 2, 2], patience: 2).began == [20])
    #expect(try run([1, 2, 3, 4, 5, 6], patience: 4).began == [24])
    #expect(try run([1, 2, 2, 2, 2, 2], patience: 1).began == [12])
  }

  @Test("validates the mean of the weights after each step since")
  func mean() throws {
    let run = try run([1, 2, 2, 2, 2], patience: 1)
    // Weights are −s after step s; averaging begins behind step 12, so that epochs end at the means of 13…16 and 13…20.
    #expect(run.validated == [-4, -8, -12, -14.5, -16.5])
  }
}
