import LSTMData
import LSTMLayers
import LSTMTensor

/// A network of a recogniser for inference, laid out for the kernels once and shared by all streams.
struct PreparedRecognizer: Sendable {
  let layers: PreparedLSTM
  let output: PackedLinear

  init(_ network: RecognizerNetwork) {
    layers = PreparedLSTM(stack: network.recurrent)
    output = PackedLinear(weight: network.output.weight, bias: network.output.bias)
  }

  /// The logits [T, V] of an utterance.
  func logits(of utterance: AcousticFeatures) -> Tensor {
    let input = Tensor(utterance.values, shape: [utterance.count, 1, utterance.width])
    let states = layers.read(input).outputs
    return output(states.reshaped(to: [utterance.count, layers.outputSize]))
  }
}

/// Speech that is read forward while it comes.
struct RecognizerSteps: Sendable {
  private let network: PreparedRecognizer
  private var stepper: RecurrentStepper
  private var logits: Tensor

  init(_ network: PreparedRecognizer) {
    self.network = network
    stepper = network.layers.stepper(batchSize: 1)
    logits = .zeros([1, network.output.outputSize])
  }

  /// Reads the next steps; their logits [T, V] are those of the whole utterance.
  mutating func read(_ steps: AcousticFeatures) -> Tensor {
    var rows: [Float] = []
    rows.reserveCapacity(steps.count * network.output.outputSize)
    for step in 0..<steps.count {
      stepper.step(Tensor(Array(steps[step]), shape: [1, steps.width]))
      stepper.project(through: network.output, into: &logits)
      rows += logits.values
    }
    return Tensor(rows, shape: [steps.count, network.output.outputSize])
  }
}
