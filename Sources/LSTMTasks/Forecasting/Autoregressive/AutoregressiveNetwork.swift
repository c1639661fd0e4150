import LSTMLayers
import LSTMTensor

/// Recurrent layers that read a series value by value and say, at each step, the distribution of the next value.
struct AutoregressiveNetwork: Module {
  let architecture: ForecastArchitecture
  let autoregression: Autoregression
  var recurrent: RecurrentStack
  /// From the hidden state to the distribution's parameters.
  var output: Linear
  /// [K, F], from a step's inputs to them: a linear autoregression is learned at once.
  var direct: Linear

  /// A network with new weights, whose output layers are zero: at first it says its biases alone.
  init(
    _ architecture: ForecastArchitecture, _ autoregression: Autoregression,
    using random: inout RandomGenerator
  ) {
    self.architecture = architecture
    self.autoregression = autoregression
    let features = autoregression.featureCount(architecture.shape)
    recurrent = RecurrentStack(
      architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: features, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout,
      hasBias: true, hasTrainableState: false, initialization: RecurrentInitialization(),
      using: &random)
    let start = autoregression.distribution.startOutputs
    output = Linear(
      weight: .zeros([start.count, recurrent.outputSize]), bias: Tensor(start))
    direct = Linear(weight: .zeros([start.count, features]), bias: nil)
  }

  /// A network whose weights are about to be read from a file.
  init(unset architecture: ForecastArchitecture, _ autoregression: Autoregression) {
    self.architecture = architecture
    self.autoregression = autoregression
    let features = autoregression.featureCount(architecture.shape)
    recurrent = RecurrentStack(
      unset: architecture.cell.recurrentCell(hiddenSize: architecture.hiddenSize),
      inputSize: features, hiddenSize: architecture.hiddenSize,
      layerCount: architecture.layerCount, direction: .forward, dropout: architecture.dropout)
    let outputs = autoregression.distribution.outputCount
    output = Linear(
      weight: Tensor(uninitialized: [outputs, recurrent.outputSize]),
      bias: Tensor(uninitialized: [outputs]))
    direct = Linear(weight: Tensor(uninitialized: [outputs, features]), bias: nil)
  }

  /// The parameters [S · N, K] of the values at all steps of windows [S, N, F].
  func callAsFunction(_ inputs: Tensor, phase: Phase) -> Tensor {
    let rows = inputs.shape[0] * inputs.shape[1]
    let run = recurrent.read(inputs, states: nil, lengths: nil, phase: phase)
    // Parts of the phase name masks: the layers between take 1…L-1.
    let kept = Dropout(rate: architecture.dropout)(
      run.outputs.reshaped(to: [rows, recurrent.outputSize]),
      phase: phase.part(architecture.layerCount))
    return output(kept) + direct(inputs.reshaped(to: [rows, inputs.shape[2]]))
  }

  /// Holds a unit at zero: nothing reads it.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    if unit.layer == architecture.layerCount - 1 { output.silence(input: unit.index) }
  }

  /// The mean of −ln p of the values of windows, each given the true ones before it, a scalar.
  ///
  /// - Parameter contextCounts: whether the values of the context count beside those of the horizon.
  func loss(
    _ windows: [ForecastWindow], _ reader: AutoregressiveReader, contextCounts: Bool, phase: Phase
  ) -> Tensor {
    let frames = windows.map(reader.frame)
    let steps = -autoregression.context..<architecture.shape.horizon
    let targets = reader.targets(
      windows, frames, steps: steps, from: contextCounts ? steps.lowerBound : 0)
    return self(reader.inputs(windows, frames, steps: steps), phase: phase)
      .negativeLogLikelihood(
        of: targets.values, scales: targets.scales, under: autoregression.distribution)
  }

  /// Visits the recurrent layers and the output layers.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try recurrent.visitParameters(under: architecture.cell.parameterPath, visit)
    try output.visitParameters(under: "output", visit)
    try direct.visitParameters(under: "direct", visit)
  }
}
