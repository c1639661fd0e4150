import LSTMLayers
import LSTMTensor

/// Recurrent layers that read the events of an entity one after the other.
///
/// With labels, they say of each event how likely it is an anomaly, from it and what came before. Without, they say what the
/// numbers of each event should be, from what came before and from what is known of the event beside its numbers.
struct EventNetwork: Module {
  let architecture: EventArchitecture
  var recurrent: RecurrentStack
  var hidden: Linear
  var output: Linear

  /// A network with new weights.
  init(_ architecture: EventArchitecture, using random: inout RandomGenerator) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout,
      hasBias: true, hasTrainableState: false, initialization: RecurrentInitialization(),
      using: &random)
    let head = EventArchitecture.headSize
    hidden = Linear(inputSize: architecture.headInputSize, outputSize: head, using: &random)
    // Weights of zero would hold the layers before back: measured on payments, a third of the area under precision over recall.
    output = Linear(inputSize: head, outputSize: architecture.outputSize, using: &random)
    if !architecture.isSupervised {
      output.bias = Tensor(
        (0..<architecture.numberCount).flatMap { _ in EventArchitecture.distribution.startOutputs }
      )
    }
  }

  /// A network whose weights are about to be read from a file.
  init(unset architecture: EventArchitecture) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      unset: architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: architecture.inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout)
    let (head, outputs) = (EventArchitecture.headSize, architecture.outputSize)
    hidden = Linear(
      weight: Tensor(uninitialized: [head, architecture.headInputSize]),
      bias: Tensor(uninitialized: [head]))
    output = Linear(
      weight: Tensor(uninitialized: [outputs, head]), bias: Tensor(uninitialized: [outputs]))
  }

  /// What is said of each event, [T · N, outputs], of events [T, N, F].
  func callAsFunction(_ inputs: Tensor, phase: Phase) -> Tensor {
    let (steps, rows) = (inputs.shape[0], inputs.shape[1])
    let dropout = Dropout(rate: architecture.dropout)
    // Parts of the phase name masks: the layers between take 1…L-1.
    let run = recurrent.read(
      dropout(inputs, phase: phase.part(architecture.layerCount)), states: nil, lengths: nil,
      phase: phase)
    let states = run.outputs.reshaped(to: [steps * rows, recurrent.outputSize])
    let events = inputs.reshaped(to: [steps * rows, architecture.inputSize])
    let parts =
      architecture.isSupervised
      ? [states, events]
      : [Self.before(states, rows: rows), events.columns(0..<architecture.contextSize)]
    let read = dropout(
      Tensor.concatenatingColumns(parts), phase: phase.part(architecture.layerCount + 1))
    return output(relu(hidden(read)))
  }

  /// The states before each event: of the first, none.
  private static func before(_ states: Tensor, rows: Int) -> Tensor {
    let start = Tensor.zeros([rows, states.shape[1]])
    guard states.shape[0] > rows else { return start }
    return Tensor.concatenatingRows([start, states.rows(0..<states.shape[0] - rows)])
  }

  /// Visits the recurrent layers, then those behind them.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    try hidden.visitParameters(under: "hidden", visit)
    try output.visitParameters(under: "output", visit)
  }
}

/// Networks side by side, whose answers are averaged.
struct EventModel: Module {
  var architecture: EventArchitecture
  var members: [EventNetwork]

  /// Networks with new weights, each from its own part of the seed.
  init(_ architecture: EventArchitecture, seed: UInt64) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { member in
      var random = RandomGenerator(seed: RandomGenerator.key(seed, UInt64(member)))
      return EventNetwork(architecture, using: &random)
    }
  }

  /// Networks whose weights are about to be read from a file.
  init(unset architecture: EventArchitecture) {
    self.architecture = architecture
    members = (0..<architecture.memberCount).map { _ in EventNetwork(unset: architecture) }
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
