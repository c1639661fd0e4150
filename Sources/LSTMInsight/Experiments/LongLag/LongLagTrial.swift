import LSTMLayers
import LSTMTensor

/// How one training on a ``LongLagExperiment`` went.
public struct LongLagTrial: Sendable, Equatable {
  /// Whether the criterion was met before the limit.
  public let isSolved: Bool
  /// Sequences that it took, or the limit.
  public let sequences: Int
  /// The mean error on the way.
  public let curve: ErrorCurve
}

extension LongLagExperiment {
  /// One training of the paper's network by the paper's rule.
  public func originalTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    var network = OriginalLSTM(
      design, inputSize: task.inputSize, outputSize: task.outputSize, using: &random)
    var tracker = SuccessCriterion.Tracker(criterion)
    let limit = limit ?? self.limit
    while tracker.count < limit {
      let example = task.example(using: &random)
      network.reset()
      for step in 0..<example.steps {
        network.step(example.inputs[step * task.inputSize..<(step + 1) * task.inputSize])
      }
      if tracker.record(network.outputs(), example.targets) {
        return tracker.trial(isSolved: true)
      }
      network.learn(example.targets, rate: learningRate)
    }
    return tracker.trial(isSolved: false)
  }

  /// One training of today's LSTM with Adam: 16 units, chrono initialisation, 4 sequences a step, gradients
  /// clipped to norm 1, a falling learning rate.
  public func modernTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    let lstm = LSTM(
      inputSize: task.inputSize, hiddenSize: 16,
      initialization: RecurrentInitialization(longestLag: task.length), using: &random)
    var model = LongLagModel(lstm, outputSize: task.outputSize, using: &random)
    return model.train(on: task, until: criterion, limit: limit ?? self.limit, using: &random)
  }
}
