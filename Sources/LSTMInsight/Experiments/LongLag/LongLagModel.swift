import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Today's network for a task that asks at the end: a recurrent layer, then a linear one with logistic outputs.
struct LongLagModel<Layer: RecurrentLayer>: Module {
  var layer: Layer
  var output: Linear

  init(_ layer: Layer, outputSize: Int, using random: inout RandomGenerator) {
    self.layer = layer
    output = Linear(inputSize: layer.outputSize, outputSize: outputSize, using: &random)
  }

  /// Answers [N, O] to sequences [T, N, I].
  func callAsFunction(_ input: Tensor, state: Layer.State? = nil, lengths: [Int]? = nil) -> Tensor {
    let hidden = layer(input, state: state, lengths: lengths).state.tensors[0].tensor
    return sigmoid(output(hidden.reshaped(to: [input.shape[1], layer.outputSize])))
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try layer.visitParameters(under: "layer", visit)
    try output.visitParameters(under: "output", visit)
  }

  /// Trains a model with Adam until it meets the criterion or the limit.
  ///
  /// 4 sequences a step, gradients clipped to norm 1, learning rate 0.02 ÷ (1 + sequences ÷ 10,000): one recipe
  /// for every task.
  mutating func train(
    on task: LongLagTask, until criterion: SuccessCriterion, limit: Int,
    using random: inout RandomGenerator
  ) -> LongLagTrial {
    var optimizer = Adam()
    var tracker = SuccessCriterion.Tracker(criterion)
    let batch = 4
    while tracker.count < limit {
      let examples = (0..<batch).map { _ in task.example(using: &random) }
      let (input, targets) = task.tensors(examples)
      var (_, gradients, outputs) = valueAndGradient(of: self) { model in
        let outputs = model(input, lengths: examples.map(\.steps))
        return (meanSquaredError(outputs, targets), outputs.detached)
      }
      let values = outputs.values
      for (row, example) in examples.enumerated() {
        let own = values[row * task.outputSize..<(row + 1) * task.outputSize]
        if tracker.record(own, example.targets) {
          return tracker.trial(isSolved: true)
        }
      }
      _ = gradients.clip(toNorm: 1)
      // Large steps find the gates, smaller ones the last digits.
      let rate = 0.02 / (1 + Float(tracker.count) / 10_000)
      optimizer.update(&self, with: gradients, learningRate: rate)
    }
    return tracker.trial(isSolved: false)
  }
}

extension LongLagTask {
  /// Inputs [T, N, I], zero beyond an example's end, and targets [N, O].
  func tensors(_ examples: [LongLagExample]) -> (input: Tensor, targets: Tensor) {
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
