import LSTMData
import LSTMLayers
import LSTMTensor

/// A network of a recogniser for inference, laid out for the kernels once and shared by all streams.
struct PreparedRecognizer: Sendable {
  let layers: PreparedLSTM
  let output: PackedLinear
  /// Steps that are heard before the first answer.
  let delay: Int

  init(_ network: RecognizerNetwork) {
    delay = network.architecture.delay
    layers = PreparedLSTM(stack: network.recurrent)
    output = PackedLinear(weight: network.output.weight, bias: network.output.bias)
  }

  /// The logits [T, V] of an utterance.
  func logits(of utterance: AcousticFeatures) -> Tensor {
    let states = layers.read(SpeechBatch([utterance]).inputs(tail: delay)).outputs
    return output(
      states.rows(delay..<delay + utterance.count)
        .reshaped(to: [utterance.count, layers.outputSize]))
  }
}

/// Speech that is read forward while it comes.
struct RecognizerSteps: Sendable {
  private let network: PreparedRecognizer
  private var stepper: RecurrentStepper
  private var logits: Tensor
  /// Steps that are still to be heard before the first answer.
  private var waiting: Int

  init(_ network: PreparedRecognizer) {
    self.network = network
    waiting = network.delay
    stepper = network.layers.stepper(batchSize: 1)
    logits = .zeros([1, network.output.outputSize])
  }

  /// Reads the next steps; the logits [T, V] that they complete are those of the whole utterance.
  mutating func read(_ steps: AcousticFeatures) -> Tensor {
    var rows: [Float] = []
    rows.reserveCapacity(steps.count * network.output.outputSize)
    for step in 0..<steps.count {
      stepper.step(Tensor(Array(steps[step]), shape: [1, steps.width]))
      guard waiting == 0 else {
        waiting -= 1
        continue
      }
      stepper.project(through: network.output, into: &logits)
      rows += logits.values
    }
    let width = network.output.outputSize
    return Tensor(rows, shape: [rows.count / width, width])
  }

  /// The logits of the last steps, which wait for what comes behind them.
  mutating func finish() -> Tensor {
    let width = network.layers.inputSize
    return read(
      AcousticFeatures(
        width: width, values: [Float](repeating: 0, count: network.delay * width)))
  }
}
