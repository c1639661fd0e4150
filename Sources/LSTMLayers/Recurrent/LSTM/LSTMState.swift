import LSTMTensor

/// What an LSTM carries from one time step to the next: the hidden state and the cell state.
public struct LSTMState: RecurrentState {
  /// h, [L · D, N, H], P for H where it is a projection; [N, H] for an ``LSTMCell``.
  public var hidden: Tensor
  /// C, [L · D, N, H]; [N, H] for an ``LSTMCell``.
  public var cell: Tensor
  /// With full gate recurrence, the gates' values after the step; `nil` for all others.
  ///
  /// Side by side in the order of ``Gate``, [L · D, N, 3H], H less for each gate that the variant is without; [N, 3H]
  /// for a ``LSTMVariantCell``.
  public var gates: Tensor?

  /// A state from its parts.
  public init(hidden: Tensor, cell: Tensor, gates: Tensor? = nil) {
    precondition(
      hidden.shape.array.dropLast() == cell.shape.array.dropLast(),
      "states \(hidden.shape) and \(cell.shape) differ")
    self.hidden = hidden
    self.cell = cell
    self.gates = gates
  }

  /// Hidden state and cell state by name, and gates where they are carried on.
  public var tensors: [(name: String, tensor: Tensor)] {
    [("hidden", hidden), ("cell", cell)] + (gates.map { [("gates", $0)] } ?? [])
  }

  /// A state from its parts, in the order of ``tensors``.
  public init(tensors: [Tensor]) {
    self.init(
      hidden: tensors[0], cell: tensors[1], gates: tensors.count > 2 ? tensors[2] : nil)
  }
}
