import CLSTMKernels

/// The derivatives of one direction of one layer.
package struct RecurrentGradients: Sendable {
  package var input: Tensor?
  package var hidden: Tensor
  package var cell: Tensor?
  package var inputWeight: Tensor
  package var recurrentWeight: Tensor
  package var bias: Tensor
  package var candidateBias: Tensor
}

extension RecurrentPass {
  /// Back-propagation through time.
  ///
  /// - Parameters:
  ///   - weights: the weights of the forward pass.
  ///   - input: its input, packed rows [R, I].
  ///   - output: its output [R, columns], this direction at `column`.
  ///   - upstream: gradient of the output, in the same layout; `nil` means zero.
  ///   - finalHidden: gradient of the final hidden state [N, H].
  ///   - finalCell: gradient of the final cell state [N, H].
  ///   - wantsInput: whether the gradient of the input is needed.
  package func backward(
    weights: RecurrentWeights, input: Tensor, output: Tensor, column: Int, upstream: Tensor?,
    finalHidden: Tensor?, finalCell: Tensor?, wantsInput: Bool
  ) -> RecurrentGradients {
    let padded = clstm_padded(hiddenSize)
    let hidden = carry(finalHidden, padded)
    let cellState = carry(finalCell, cell.hasCellState ? padded : 0)
    let gateGradients = gradientOfGates(
      weights, output: output, column: column, upstream: upstream, hidden: hidden, cell: cellState)
    let bias = biasGradients(gateGradients)
    return RecurrentGradients(
      input: wantsInput ? inputGradient(weights, gateGradients) : nil,
      hidden: hidden.columns(0..<hiddenSize),
      cell: cell.hasCellState ? cellState.columns(0..<hiddenSize) : nil,
      inputWeight: weightGradient(CLSTM_WEIGHT_INPUT, gateGradients, of: input, column: 0),
      recurrentWeight: weightGradient(
        CLSTM_WEIGHT_RECURRENT, gateGradients,
        of: previousHidden(output: output, column: column), column: 0),
      bias: bias.gates, candidateBias: bias.candidate)
  }

  private func carry(_ gradient: Tensor?, _ padded: Int) -> Tensor {
    let result = Tensor.zeros([layout.batch, padded])
    if let gradient, padded > 0 {
      clstm_copy_rows(
        result.freshPointer, padded, gradient.pointer, hiddenSize, layout.batch, hiddenSize)
      withExtendedLifetime(gradient) {}
    }
    return result
  }

  private func gradientOfGates(
    _ weights: RecurrentWeights, output: Tensor, column: Int, upstream: Tensor?, hidden: Tensor,
    cell cellState: Tensor
  ) -> Tensor {
    let result = Tensor(uninitialized: gates.shape)
    let packed = PackedRecurrentWeights.pack(
      cell, CLSTM_WEIGHT_RECURRENT, weights.recurrentWeight, hiddenSize, clstm_pack_backward)
    // One row of zeros with stride 0 stands for an output that nothing reads.
    let nothing = Tensor.zeros([hiddenSize])
    var gradient = clstm_sequence_gradient()
    gradient.output_gradient = upstream.map { $0.pointer + column } ?? nothing.pointer
    gradient.output_gradient_row_stride = upstream == nil ? 0 : output.shape.columnCount
    gradient.gate_gradients = result.freshPointer
    gradient.hidden_gradient = hidden.freshPointer
    gradient.cell_gradient = cellState.freshPointer
    // The kernel only reads the output here.
    var scratch = Tensor(uninitialized: [0])
    description(
      recurrent: packed.pointer, output: UnsafeMutablePointer(mutating: output.pointer + column),
      stride: output.shape.columnCount, inputSize: 0
    ).backward(gradient, in: &scratch)
    withExtendedLifetime((packed, nothing, upstream, output)) {}
    return result
  }

  private func inputGradient(_ weights: RecurrentWeights, _ gateGradients: Tensor) -> Tensor {
    let (rows, size) = (layout.rowCount, weights.inputSize)
    let gateRow = cell.gateRow(hiddenSize)
    let packed = PackedRecurrentWeights.pack(
      cell, CLSTM_WEIGHT_INPUT, weights.inputWeight, hiddenSize, clstm_pack_backward)
    let result = Tensor(uninitialized: [rows, size])
    Product.multiply(
      m: rows, n: size, k: gateRow, MatrixOperand(gateGradients.pointer, columns: gateRow),
      packed: packed.pointer, into: result.freshPointer, rowStride: size)
    withExtendedLifetime((packed, gateGradients)) {}
    return result
  }

  /// The gradient of a stacked weight: one product over all rows of all time steps.
  private func weightGradient(
    _ kind: clstm_weight, _ gateGradients: Tensor, of factor: Tensor, column: Int
  ) -> Tensor {
    let (rows, size) = (layout.rowCount, factor.shape.columnCount)
    let gateRow = cell.gateRow(hiddenSize)
    let blocked = Tensor(uninitialized: [gateRow, size])
    Product.multiply(
      m: gateRow, n: size, k: rows,
      MatrixOperand(gateGradients.pointer, columns: gateRow).transposed,
      MatrixOperand(factor.pointer, columns: size), into: blocked.freshPointer, rowStride: size)
    withExtendedLifetime((gateGradients, factor)) {}
    return unpacked(kind, blocked, columns: size)
  }

  private func unpacked(_ kind: clstm_weight, _ blocked: Tensor, columns: Int) -> Tensor {
    let result = Tensor.zeros([cell.gateCount * hiddenSize, columns])
    clstm_unpack_gradient(
      cell.code, kind, result.freshPointer, blocked.pointer, hiddenSize, columns)
    withExtendedLifetime(blocked) {}
    return result
  }

  private func biasGradients(_ gateGradients: Tensor) -> (gates: Tensor, candidate: Tensor) {
    let sums = gateGradients.columnSums()
    let gates = unpacked(CLSTM_WEIGHT_INPUT, sums, columns: 1)
      .viewed(as: [cell.gateCount * hiddenSize])
    guard cell == .gru else { return (gates, Tensor.zeros([0])) }
    let recurrent = unpacked(CLSTM_WEIGHT_RECURRENT, sums, columns: 1)
      .viewed(as: [cell.gateCount * hiddenSize])
    return (gates, recurrent.rows(2 * hiddenSize..<3 * hiddenSize))
  }

  /// The hidden state that each row started from [R, H].
  private func previousHidden(output: Tensor, column: Int) -> Tensor {
    let (size, stride) = (hiddenSize, output.shape.columnCount)
    let result = Tensor(uninitialized: [layout.rowCount, size])
    for step in 0..<layout.steps {
      let before = reverse ? step + 1 : step - 1
      let known = layout.rows.indices.contains(before)
      let carried = known ? min(layout.rows[before], layout.rows[step]) : 0
      let to = result.freshPointer + layout.offsets[step] * size
      if carried > 0 {
        clstm_copy_rows(
          to, size, output.pointer + layout.offsets[before] * stride + column, stride, carried, size
        )
      }
      (to + carried * size).update(
        from: initialHidden.pointer + carried * size, count: (layout.rows[step] - carried) * size)
    }
    withExtendedLifetime(output) {}
    return result
  }
}
