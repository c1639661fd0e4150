import LSTMTensor

/// What large and restless hidden states cost in training (Merity, McCann and Socher 2017, "Revisiting activation
/// regularization for language RNNs", arXiv:1708.01009).
public struct ActivationPenalty: Sendable, Equatable {
  /// α: how much the mean square of what the output layer is shown costs; 2 in AWD-LSTM.
  public var size: Float = 0
  /// β: how much the mean square of the change of a hidden state from step to step costs; 1 in AWD-LSTM.
  public var change: Float = 0

  /// None.
  public init() {}

  /// A loss with the penalty.
  ///
  /// - Parameters:
  ///   - loss: a scalar.
  ///   - hidden: the last layer's hidden states, [T, N, H].
  ///   - shown: the same as the output layer is shown them.
  func added(to loss: Tensor, hidden: Tensor, shown: Tensor) -> Tensor {
    var loss = loss
    if size > 0 { loss = loss + shown.applying(.square).mean() * size }
    let steps = hidden.shape[0]
    if change > 0, steps > 1 {
      let steps = hidden.rows(1..<steps) - hidden.rows(0..<steps - 1)
      loss = loss + steps.applying(.square).mean() * change
    }
    return loss
  }
}
