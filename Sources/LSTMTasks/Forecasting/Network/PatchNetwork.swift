import LSTMLayers
import LSTMTensor

/// Recurrent layers that read the past patch by patch and say, for each value to come, the quantiles of what a simple
/// forecast leaves over.
struct PatchNetwork: Module {
  let architecture: ForecastArchitecture
  var recurrent: RecurrentStack
  var output: Linear
  /// Reads what is known in advance of each step ahead; `nil` where nothing is.
  var local: LocalHead?

  /// A network with new weights, whose output layer is zero: at first it says its biases alone.
  ///
  /// - Parameters:
  ///   - inputSize: features of a step, F.
  ///   - spread: [H, Q], the quantiles of what is left over.
  init(
    _ architecture: ForecastArchitecture, inputSize: Int, spread: Tensor,
    using random: inout RandomGenerator
  ) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout,
      hasBias: true, hasTrainableState: false, initialization: RecurrentInitialization(),
      using: &random)
    output = Linear(
      weight: .zeros([spread.count, recurrent.outputSize]),
      bias: spread.reshaped(to: [spread.count]))
    if architecture.shape.futureCount > 0 {
      local = LocalHead(
        stateSize: recurrent.outputSize, inputSize: architecture.shape.futureCount, using: &random)
    }
  }

  /// A network whose weights are about to be read from a file.
  init(unset architecture: ForecastArchitecture, inputSize: Int) {
    self.architecture = architecture
    recurrent = RecurrentStack(
      unset: architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: inputSize, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout)
    let outputs = architecture.shape.horizon * QuantileForecast.levels.count
    output = Linear(
      weight: Tensor(uninitialized: [outputs, recurrent.outputSize]),
      bias: Tensor(uninitialized: [outputs]))
    if architecture.shape.futureCount > 0 {
      local = LocalHead(
        unset: recurrent.outputSize, inputSize: architecture.shape.futureCount)
    }
  }

  /// What is left over, [N, H · Q], of windows [T, N, F].
  ///
  /// - Parameter future: [N · H, K], what is known in advance of each step ahead.
  func callAsFunction(_ inputs: Tensor, future: Tensor, phase: Phase) -> Tensor {
    let (steps, rows) = (inputs.shape[0], inputs.shape[1])
    let run = recurrent.read(inputs, states: nil, lengths: nil, phase: phase)
    let last = run.outputs.reshaped(to: [steps * rows, recurrent.outputSize])
      .rows((steps - 1) * rows..<steps * rows)
    // Parts of the phase name masks: the layers between take 1…L-1.
    let kept = Dropout(rate: architecture.dropout)(last, phase: phase.part(architecture.layerCount))
    return quantiles(kept, future: future)
  }

  /// What is left over, [N, H · Q], where the top layer has reached hidden states [N, units].
  func quantiles(_ reached: Tensor, future: Tensor) -> Tensor {
    guard let local else { return output(reached) }
    return output(reached) + local(reached, future: future)
  }

  /// Holds a unit at zero: nothing reads it.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    guard unit.layer == architecture.layerCount - 1 else { return }
    output.silence(input: unit.index)
    local?.state.silence(input: unit.index)
  }

  /// Visits the recurrent layers and the output layer.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    try output.visitParameters(under: "output", visit)
    try local?.visitParameters(under: "local", visit)
  }
}
