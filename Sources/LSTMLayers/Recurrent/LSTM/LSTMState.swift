import LSTMTensor

/// What an LSTM carries from one time step to the next: the hidden state and the cell state.
public struct LSTMState: RecurrentState {
  /// h, [L · D, N, H], P for H where it is a projection; [N, H] for an ``LSTMCell``.
  public var hidden: Tensor
  /// C, [L · D, N, H]; [N, H] for an ``LSTMCell``.
  public var cell: Tensor

  /// A state from its two parts.
  public init(hidden: Tensor, cell: Tensor) {
    precondition(
      hidden.shape.array.dropLast() == cell.shape.array.dropLast(),
      "states \(hidden.shape) and \(cell.shape) differ")
    self.hidden = hidden
    self.cell = cell
  }

  /// Hidden state and cell state by name.
  public var tensors: [(name: String, tensor: Tensor)] { [("hidden", hidden), ("cell", cell)] }

  /// A state from hidden state and cell state.
  public init(tensors: [Tensor]) {
    self.init(hidden: tensors[0], cell: tensors[1])
  }
}
