import CLSTMKernels

/// What a cell carries from step to step beside the hidden state, as tensors and as rows of the kernels.
extension RecurrentCell {
  /// The tensors of a state, [L · D, N, size] each: the hidden state first.
  package func states(_ hiddenSize: Int) -> [(name: String, size: Int)] {
    let hidden = (name: "hidden", size: hiddenStateSize(hiddenSize))
    switch self {
    case .gru, .gruResetBefore, .rnn: return [hidden]
    case .lstm:
      let gates = fedGateCount == 0 ? [] : [(name: "gates", size: fedGateCount * hiddenSize)]
      return [hidden, ("cell", hiddenSize)] + gates
    case .slstm:
      return [hidden, ("cell", hiddenSize), ("normalizer", hiddenSize), ("stabilizer", hiddenSize)]
    case .mlstm(let heads):
      return [
        hidden, ("memory", hiddenSize * (hiddenSize / heads)), ("normalizer", hiddenSize),
        ("stabilizer", heads),
      ]
    }
  }

  /// Features of a hidden state: P where it is a projection, else H.
  package func hiddenStateSize(_ hiddenSize: Int) -> Int { variant?.projectionSize ?? hiddenSize }

  /// Tensors of a state.
  package var stateCount: Int { states(0).count }

  /// Whether there is anything beside the hidden state.
  package var hasCellState: Bool { stateCount > 1 }

  func cellRow(_ hiddenSize: Int) -> Int { clstm_cell_row(code, hiddenSize) }

  /// The columns that each tensor but the hidden state takes of a cell row.
  private func cellColumns(_ hiddenSize: Int) -> [Range<Int>] {
    var first = 0
    // Gates that are fed back stand behind the hidden state.
    return states(hiddenSize).dropFirst().filter { $0.name != "gates" }.map { _, size in
      defer { first += code == CLSTM_CELL_SLSTM ? clstm_padded(size) : size }
      return first..<first + size
    }
  }

  /// Cell rows [rows, cell row] of states without the hidden one, [.., size] each; without any: zeros.
  func cellRows(_ states: [Tensor], rows: Int, hiddenSize: Int) -> Tensor {
    let width = cellRow(hiddenSize)
    let result = Tensor.zeros([hasCellState ? rows : 0, width])
    for (state, columns) in zip(states, cellColumns(hiddenSize)) {
      clstm_copy_rows(
        result.freshPointer + columns.lowerBound, width, state.pointer, columns.count, rows,
        columns.count)
    }
    withExtendedLifetime(states) {}
    return result
  }

  /// The inverse of ``cellRows(_:rows:hiddenSize:)``: states [rows, size].
  func cellStates(_ rows: Tensor, hiddenSize: Int) -> [Tensor] {
    cellColumns(hiddenSize).map { columns in
      columns.count == rows.shape[1] ? rows : rows.columns(columns)
    }
  }
}
