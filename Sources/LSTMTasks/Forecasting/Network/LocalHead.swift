import LSTMLayers
import LSTMTensor

/// Two layers, the same for every step ahead, that read what is known of the step in advance beside the state that a
/// network reached (the local decoder of Wen and others 2017, "A multi-horizon quantile recurrent forecaster").
struct LocalHead: Module {
  /// [E, H], from the state.
  var state: Linear
  /// [E, K], from what is known in advance.
  var input: Linear
  /// [Q, E].
  var output: Linear

  /// Units of the layer between, E.
  private static let size = 32

  /// A head with new weights, whose output layer is zero.
  init(stateSize: Int, inputSize: Int, using random: inout RandomGenerator) {
    state = Linear(inputSize: stateSize, outputSize: Self.size, using: &random)
    input = Linear(inputSize: inputSize, outputSize: Self.size, hasBias: false, using: &random)
    output = Linear(weight: .zeros([QuantileForecast.levels.count, Self.size]), bias: nil)
  }

  /// A head whose weights are about to be read from a file.
  init(unset stateSize: Int, inputSize: Int) {
    state = Linear(
      weight: Tensor(uninitialized: [Self.size, stateSize]),
      bias: Tensor(uninitialized: [Self.size]))
    input = Linear(weight: Tensor(uninitialized: [Self.size, inputSize]), bias: nil)
    output = Linear(
      weight: Tensor(uninitialized: [QuantileForecast.levels.count, Self.size]), bias: nil)
  }

  /// What is added to the quantiles, [N, H · Q].
  ///
  /// - Parameters:
  ///   - reached: the states, [N, units].
  ///   - future: [N · H, K].
  func callAsFunction(_ reached: Tensor, future: Tensor) -> Tensor {
    let rows = reached.shape[0]
    let horizon = future.shape[0] / max(1, rows)
    let states = Tensor.concatenatingColumns(Array(repeating: state(reached), count: horizon))
    let hidden = tanh(states.reshaped(to: [rows * horizon, Self.size]) + input(future))
    return output(hidden).reshaped(to: [rows, horizon * output.weight.shape[0]])
  }

  /// Visits the three layers.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try state.visitParameters(under: "state", visit)
    try input.visitParameters(under: "input", visit)
    try output.visitParameters(under: "output", visit)
  }
}
