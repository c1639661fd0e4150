import LSTMLayers
import LSTMTensor

/// An encoder-decoder that gives back the sequence it has read (Malhotra and others 2016, "LSTM-based encoder-decoder for
/// multi-sensor anomaly detection", arXiv:1607.00148).
///
/// The encoder's last hidden state goes through a linear bottleneck; the decoder gets what comes out, the latent values,
/// at every step. Unlike in the paper it does not see its own outputs, so that both are one fused operation over the
/// whole sequence, and what it says follows from the latent values alone.
struct SequenceAutoencoder: Module {
  let architecture: ReconstructionArchitecture
  var encoder: RecurrentStack
  var bottleneck: Linear
  var decoder: RecurrentStack
  var output: Linear

  /// A network with new weights.
  init(_ architecture: ReconstructionArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    let (hidden, latent) = (architecture.hiddenSize, architecture.latentSize)
    func stack(_ inputSize: Int, _ random: inout RandomGenerator) -> RecurrentStack {
      RecurrentStack(
        architecture.cell.recurrentCell(hiddenSize: hidden), inputSize: inputSize,
        hiddenSize: hidden, layerCount: architecture.layerCount, direction: .forward, dropout: 0,
        hasBias: true, hasTrainableState: false, initialization: RecurrentInitialization(),
        using: &random)
    }
    encoder = stack(architecture.featureCount, &random)
    bottleneck = Linear(inputSize: encoder.outputSize, outputSize: latent, using: &random)
    decoder = stack(latent, &random)
    output = Linear(
      inputSize: decoder.outputSize, outputSize: architecture.featureCount, using: &random)
  }

  /// A network whose weights are about to be read from a file.
  init(unset architecture: ReconstructionArchitecture) {
    self.architecture = architecture
    let (hidden, latent) = (architecture.hiddenSize, architecture.latentSize)
    func stack(_ inputSize: Int) -> RecurrentStack {
      RecurrentStack(
        unset: architecture.cell.recurrentCell(hiddenSize: hidden), inputSize: inputSize,
        hiddenSize: hidden, layerCount: architecture.layerCount, direction: .forward, dropout: 0)
    }
    func linear(_ inputSize: Int, _ outputSize: Int) -> Linear {
      Linear(
        weight: Tensor(uninitialized: [outputSize, inputSize]),
        bias: Tensor(uninitialized: [outputSize]))
    }
    encoder = stack(architecture.featureCount)
    bottleneck = linear(encoder.outputSize, latent)
    decoder = stack(latent)
    output = linear(decoder.outputSize, architecture.featureCount)
  }

  /// The values that stand for each sequence, [N, Z], of sequences [T, N, F].
  func latent(_ inputs: Tensor, phase: Phase) -> Tensor {
    let (steps, rows) = (inputs.shape[0], inputs.shape[1])
    let run = encoder.read(inputs, states: nil, lengths: nil, phase: phase.part(0))
    let last = run.outputs.reshaped(to: [steps * rows, encoder.outputSize])
      .rows((steps - 1) * rows..<steps * rows)
    return bottleneck(last)
  }

  /// The sequences given back, [T, N, F], of sequences [T, N, F].
  func callAsFunction(_ inputs: Tensor, phase: Phase = .inference) -> Tensor {
    decode(latent(inputs, phase: phase), steps: inputs.shape[0], phase: phase)
  }

  /// The sequences that latent values [N, Z] stand for, [T, N, F].
  func decode(_ latent: Tensor, steps: Int, phase: Phase = .inference) -> Tensor {
    let run = decoder.read(
      repeated(latent, steps: steps), states: nil, lengths: nil, phase: phase.part(1))
    return output(run.outputs)
  }

  /// What the decoder reads, [T, N, Z]: latent values [N, Z] at every step.
  func repeated(_ latent: Tensor, steps: Int) -> Tensor {
    let step = latent.reshaped(to: [1, latent.shape[0], architecture.latentSize])
    return Tensor.concatenatingRows(Array(repeating: step, count: steps))
  }

  /// The mean squared error of what is given back, a scalar.
  ///
  /// - Parameters:
  ///   - inputs: [T, N, F].
  ///   - isObserved: [T, N, F], 1 where a value counts and 0 where not; `nil`: all count.
  func loss(_ inputs: Tensor, isObserved: Tensor?, phase: Phase) -> Tensor {
    Self.error(of: self(inputs, phase: phase), inputs, isObserved: isObserved)
  }

  /// The same of sequences given back.
  static func error(of given: Tensor, _ inputs: Tensor, isObserved: Tensor?) -> Tensor {
    let errors = given - inputs
    guard let isObserved else { return errors.applying(.square).mean() }
    let count = max(1, isObserved.sum().scalar)
    return (errors * isObserved).applying(.square).sum() * (1 / count)
  }

  /// Visits the encoder, the bottleneck, the decoder and the output layer.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try encoder.visitParameters(under: "encoder", visit)
    try bottleneck.visitParameters(under: "bottleneck", visit)
    try decoder.visitParameters(under: "decoder", visit)
    try output.visitParameters(under: "output", visit)
  }
}
