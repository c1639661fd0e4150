import LSTMTensor

/// One time step of an LSTM, as the textbook writes it (Hochreiter and Schmidhuber 1997, with the
/// forget gate of Gers and others 2000).
///
/// This is the definition that the fused ``LSTM`` is tested against; use that one for speed.
public struct LSTMCell: Module {
  /// [4H, I], gates in the order of ``Gate``.
  public var inputWeight: Tensor
  /// [4H, H].
  public var recurrentWeight: Tensor
  /// [4H].
  public var bias: Tensor

  /// A cell from its weights.
  public init(inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor) {
    self.inputWeight = inputWeight
    self.recurrentWeight = recurrentWeight
    self.bias = bias
  }

  /// H.
  public var hiddenSize: Int { recurrentWeight.shape[1] }

  /// The state of sequences that begin, [N, H].
  public func zeroState(batchSize: Int) -> LSTMState {
    let zeros = Tensor.zeros([batchSize, hiddenSize])
    return LSTMState(hidden: zeros, cell: zeros)
  }

  /// The state after one time step.
  ///
  /// - Parameters:
  ///   - x: the input [N, I].
  ///   - state: the state before it, [N, H].
  public func step(_ x: Tensor, state: LSTMState) -> LSTMState {
    let gates =
      x.linear(weight: inputWeight, bias: bias) + state.hidden.linear(weight: recurrentWeight)
    func part(_ gate: Gate) -> Tensor {
      gates.columns(gate.rawValue * hiddenSize..<(gate.rawValue + 1) * hiddenSize)
    }
    let forget = sigmoid(part(.forget))
    let input = sigmoid(part(.input))
    let candidate = tanh(part(.candidate))
    let cell = forget * state.cell + input * candidate
    let output = sigmoid(part(.output))
    let hidden = output * tanh(cell)
    return LSTMState(hidden: hidden, cell: cell)
  }

  /// Visits the weights, then the bias.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("inputWeight", &inputWeight)
    try visit("recurrentWeight", &recurrentWeight)
    try visit("bias", &bias)
  }
}
