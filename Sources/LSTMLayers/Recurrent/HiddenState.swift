import LSTMTensor

/// What a cell without a cell state carries from one time step to the next.
public struct HiddenState: RecurrentState {
  /// h, [L · D, N, H].
  public var hidden: Tensor

  /// A state.
  public init(hidden: Tensor) {
    self.hidden = hidden
  }

  /// The hidden state by name.
  public var tensors: [(name: String, tensor: Tensor)] { [("hidden", hidden)] }

  /// A state from its one tensor.
  public init(tensors: [Tensor]) {
    self.init(hidden: tensors[0])
  }
}
