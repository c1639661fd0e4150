import LSTMLayers
import LSTMTensor
import LSTMTraining

/// How one training on a ``LongLagExperiment`` went.
public struct LongLagTrial: Sendable, Equatable {
  /// Whether the criterion was met before the limit.
  public let isSolved: Bool
  /// Sequences that it took, or the limit.
  public let sequences: Int
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
        return LongLagTrial(isSolved: true, sequences: tracker.count)
      }
      network.learn(example.targets, rate: learningRate)
    }
    return LongLagTrial(isSolved: false, sequences: limit)
  }

  /// One training of today's LSTM with Adam: 16 units, chrono initialisation, 16 sequences a step, gradients
  /// clipped to norm 1.
  public func modernTrial(seed: UInt64, limit: Int? = nil) -> LongLagTrial {
    var random = RandomGenerator(seed: seed)
    var model = LongLagModel(task, using: &random)
    var optimizer = Adam()
    var tracker = SuccessCriterion.Tracker(criterion)
    let (limit, batch) = (limit ?? self.limit, 16)
    while tracker.count < limit {
      let examples = (0..<batch).map { _ in task.example(using: &random) }
      let (input, targets) = Self.tensors(examples, inputSize: task.inputSize)
      var (_, gradients, outputs) = valueAndGradient(of: model) { model in
        let outputs = model(input, lengths: examples.map(\.steps))
        return (meanSquaredError(outputs, targets), outputs.detached)
      }
      let values = outputs.values
      for (row, example) in examples.enumerated() {
        let own = values[row * task.outputSize..<(row + 1) * task.outputSize]
        if tracker.record(own, example.targets) {
          return LongLagTrial(isSolved: true, sequences: tracker.count)
        }
      }
      _ = gradients.clip(toNorm: 1)
      optimizer.update(&model, with: gradients, learningRate: 0.01)
    }
    return LongLagTrial(isSolved: false, sequences: limit)
  }

  /// Inputs [T, N, I], zero beyond an example's end, and targets [N, O].
  private static func tensors(
    _ examples: [LongLagExample], inputSize: Int
  ) -> (input: Tensor, targets: Tensor) {
    let (steps, batch) = (examples.map(\.steps).max() ?? 0, examples.count)
    var input = [Float](repeating: 0, count: steps * batch * inputSize)
    for (row, example) in examples.enumerated() {
      for step in 0..<example.steps {
        for feature in 0..<inputSize {
          input[(step * batch + row) * inputSize + feature] =
            example.inputs[step * inputSize + feature]
        }
      }
    }
    let targets = examples.flatMap(\.targets)
    return (
      Tensor(input, shape: [steps, batch, inputSize]),
      Tensor(targets, shape: [batch, targets.count / max(batch, 1)])
    )
  }
}

/// Today's network for a task that asks at the end: LSTM, then a linear layer with logistic outputs.
private struct LongLagModel: Module {
  var lstm: LSTM
  var output: Linear

  init(_ task: LongLagTask, using random: inout RandomGenerator) {
    lstm = LSTM(
      inputSize: task.inputSize, hiddenSize: 16,
      initialization: RecurrentInitialization(longestLag: task.length), using: &random)
    output = Linear(inputSize: 16, outputSize: task.outputSize, using: &random)
  }

  func callAsFunction(_ input: Tensor, lengths: [Int]) -> Tensor {
    let hidden = lstm(input, lengths: lengths).state.hidden
    return sigmoid(output(hidden.reshaped(to: [input.shape[1], lstm.hiddenSize])))
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try lstm.visitParameters(under: "lstm", visit)
    try output.visitParameters(under: "output", visit)
  }
}
