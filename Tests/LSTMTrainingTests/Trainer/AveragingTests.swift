import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining
import Testing

@Suite("Averaged weights")
struct AveragingTests {
  private let options = TrainingOptions(
    budget: TrainingBudget(epochs: 3), learningRate: 0.01, checkpointSeconds: 0,
    averagingDecay: 0.9)

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
    plainOptions.averagingDecay = nil
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
