import LSTMLayers
import LSTMTensor
import LSTMTraining

/// One recurrent layer that reads symbols, and a linear one that answers at every step.
struct SymbolModel<Layer: RecurrentLayer>: Module {
  var layer: Layer
  var output: Linear

  init(_ layer: Layer, classCount: Int, using random: inout RandomGenerator) {
    self.layer = layer
    output = Linear(inputSize: layer.outputSize, outputSize: classCount, using: &random)
  }

  /// Logits [T, N, C] from symbols [T, N, I].
  func callAsFunction(_ input: Tensor, lengths: [Int]) -> Tensor {
    output(layer(input, lengths: lengths).outputs)
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try layer.visitParameters(under: "layer", visit)
    try output.visitParameters(under: "output", visit)
  }

  /// Trains with Adam, gradients clipped, the learning rate falling to zero at the end.
  ///
  /// - Returns: the loss of each step, in nats.
  mutating func train(_ training: SymbolTraining, using random: inout RandomGenerator) -> [Double] {
    var optimizer = Adam(beta2: training.beta2)
    return (0..<training.steps).map { step in
      let examples = (0..<training.batchSize).map { _ in
        let (low, high) = (training.sizes.lowerBound, training.sizes.upperBound)
        return training.task.example(
          size: low + random.index(below: high - low + 1), using: &random)
      }
      let (input, answers) = examples.tensors(for: training.task)
      let lengths = examples.map(\.answers.count)
      var (loss, gradients) = valueAndGradient(of: self) { model in
        model(input, lengths: lengths).crossEntropy(targets: answers)
      }
      _ = gradients.clip(toNorm: training.clip)
      optimizer.update(&self, with: gradients, learningRate: training.learningRate(at: step))
      return Double(loss.scalar)
    }
  }

  /// Right answers to sequences of one size, by sequence and in all that are asked for.
  func score(_ task: SymbolTask, size: Int, count: Int, seed: UInt64) -> (
    answers: Double, all: Bool
  ) {
    var random = RandomGenerator(seed: seed)
    let examples = (0..<count).map { _ in task.example(size: size, using: &random) }
    let (input, answers) = examples.tensors(for: task)
    let logits = self(input, lengths: examples.map(\.answers.count)).values
    var (right, asked) = (0, 0)
    let steps = answers.shape[0]
    for (place, answer) in answers.values.enumerated()
    where answer >= 0 && (!task.countsLastOnly || place >= (steps - 1) * count) {
      let row = logits[place * task.classCount..<(place + 1) * task.classCount]
      asked += 1
      if row.max() == row[row.startIndex + Int(answer)] { right += 1 }
    }
    return (Double(right) / Double(max(asked, 1)), right == asked)
  }
}

/// What a network is trained with.
struct SymbolTraining: Sendable {
  var task: SymbolTask
  /// Sizes of the sequences, drawn evenly.
  var sizes: ClosedRange<Int>
  var steps: Int
  var batchSize = 32
  /// The learning rate before it falls.
  var learningRate: Float = 0.01
  /// The share of the steps over which the learning rate falls evenly to zero, the last ones; above 0.
  var fall: Float = 0.5
  /// How long Adam remembers the squares of gradients.
  var beta2: Float = 0.999
  /// The norm that gradients are clipped to.
  var clip: Float = 1
  /// How the weights of the recurrent layers start.
  var start = RecurrentInitialization()

  /// The learning rate of a step, counted from zero.
  func learningRate(at step: Int) -> Float {
    let left = Float(steps - step) / Float(max(1, steps))
    return learningRate * min(1, left / fall)
  }
}

/// The recurrent layers that are compared.
enum SymbolNetwork: String, Sendable, CaseIterable {
  case rnn = "RNN"
  case lstm = "LSTM"
  /// An LSTM that starts out remembering for as long as the task asks (Tallec and Ollivier 2018).
  case chrono = "LSTM, chrono"
  /// An LSTM that never forgets, as that of 1997: what a cell counts stays exact.
  case noForgetGate = "LSTM, no forget gate"
  case peephole = "LSTM, peepholes"
  case slstm = "sLSTM"
  case mlstm = "mLSTM"
}
