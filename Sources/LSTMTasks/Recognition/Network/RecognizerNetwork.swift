import LSTMLayers
import LSTMTensor

/// Steps of acoustic features → recurrent layers → logits of the units and the blank.
struct RecognizerNetwork: Module {
  let architecture: RecognizerArchitecture
  var recurrent: RecurrentStack
  var output: Linear

  /// A network with new weights.
  init(_ architecture: RecognizerArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: architecture.direction,
      dropout: architecture.dropout, hasBias: true, hasTrainableState: false,
      initialization: RecurrentInitialization(), using: &random)
    output = Linear(
      inputSize: architecture.featureCount, outputSize: architecture.classCount, using: &random)
  }

  /// A network whose weights are about to be read from a file.
  init(unset architecture: RecognizerArchitecture) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      unset: architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: architecture.direction,
      dropout: architecture.dropout)
    output = Linear(
      weight: Tensor(uninitialized: [architecture.classCount, architecture.featureCount]),
      bias: Tensor(uninitialized: [architecture.classCount]))
  }

  /// The logits [T, N, V] of a batch.
  func callAsFunction(_ batch: SpeechBatch, phase: Phase) -> Tensor {
    // Parts of the phase name masks: the layers between take 1…L-1.
    let (part, delay) = (architecture.layerCount, architecture.delay)
    let states = recurrent.read(
      blurred(batch.inputs(tail: delay), phase: phase.part(part + 1)), states: nil,
      lengths: batch.lengths.map { $0 + delay }, phase: phase
    ).outputs
    let dropout = Dropout(rate: architecture.dropout)
    let answers = delay == 0 ? states : states.rows(delay..<states.shape[0])
    return output(dropout(answers, phase: phase.part(part)))
  }

  /// Inputs with noise in training (Graves and others 2006, section 5.2).
  private func blurred(_ inputs: Tensor, phase: Phase) -> Tensor {
    guard case .training(let source) = phase, architecture.noise > 0 else { return inputs }
    var random = RandomGenerator(seed: source.key)
    return inputs
      + Tensor.normal(inputs.shape, deviation: architecture.noise, using: &random)
  }

  /// Visits the recurrent layers and the output layer.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    try output.visitParameters(under: "output", visit)
  }
}

/// The networks of a recogniser.
struct RecognizerModel: Module {
  let architecture: RecognizerArchitecture
  var members: [RecognizerNetwork]

  /// Networks with new weights, each from its own part of the seed.
  init(_ architecture: RecognizerArchitecture, seed: UInt64) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { member in
      var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
      return RecognizerNetwork(architecture, using: &random)
    }
  }

  /// Networks whose weights are about to be read from a file.
  init(unset architecture: RecognizerArchitecture) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { _ in RecognizerNetwork(unset: architecture) }
  }

  /// Visits the networks in order.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    for member in members.indices {
      try members[member].visitParameters(under: "member.\(member)", visit)
    }
  }
}
