import CLSTMKernels

/// One direction of one layer over a whole sequence, as the kernels ran it: what the backward pass and
/// the looking glass (traces) need.
package struct RecurrentPass: Sendable {
  let cell: RecurrentCell
  let layout: SequenceLayout
  let reverse: Bool
  let hiddenSize: Int
  let initialHidden: Tensor
  /// [N, padded H]; without rows when the pass was not recorded.
  let initialCell: Tensor
  /// Activated gates, [R, gate row]; without rows when the pass was not recorded.
  let gates: Tensor
  /// Cell states of every row, [R, padded H]; the final ones only, [N, padded H], when the pass was not recorded.
  let cells: Tensor
  let isRecorded: Bool

  private static func padded(_ hiddenSize: Int) -> Int { clstm_padded(hiddenSize) }

  /// Runs the layer.
  ///
  /// - Parameters:
  ///   - weights: packed once for all passes of a training step.
  ///   - input: packed rows [R, I].
  ///   - hidden: initial hidden state [N, H], in the layout's order.
  ///   - cell: initial cell state [N, H]; `nil` for cells without one.
  ///   - output: [R, columns]; the hidden states go to `column ..< column + H`.
  ///   - recording: whether gates and cell states are kept, for a backward pass or a trace.
  /// - Returns: the record of the pass.
  package static func forward(
    _ weights: PackedRecurrentWeights, input: Tensor, hidden: Tensor, cell: Tensor?,
    layout: SequenceLayout, reverse: Bool, output: inout Tensor, column: Int, recording: Bool
  ) -> RecurrentPass {
    let (kind, size) = (weights.cell, weights.hiddenSize)
    let cells = padding(cell, size: size, batch: layout.batch)
    let pass = RecurrentPass(
      cell: kind, layout: layout, reverse: reverse, hiddenSize: size,
      initialHidden: hidden.detached,
      initialCell: recording ? cells : Tensor(uninitialized: [0, padded(size)]),
      gates: Tensor(uninitialized: [recording ? layout.rowCount : 0, kind.gateRow(size)]),
      cells: recording
        ? Tensor(uninitialized: [kind.hasCellState ? layout.rowCount : 0, padded(size)]) : cells,
      isRecorded: recording)
    let stride = output.shape.columnCount
    output.withMutableBuffer { buffer in
      guard let base = buffer.baseAddress else { return }
      var run = pass.description(
        recurrent: weights.recurrent.pointer, output: base + column, stride: stride,
        inputSize: weights.inputSize)
      run.sequence.input = input.pointer
      run.sequence.input_row_stride = weights.inputSize
      run.sequence.inputs = weights.inputSize
      run.sequence.packed_input = weights.input.pointer
      run.sequence.packed_bias = weights.bias.pointer
      var scratch = Tensor(uninitialized: [0])
      run.forward(in: &scratch)
    }
    withExtendedLifetime((weights, input)) {}
    return pass
  }

  private static func padding(_ state: Tensor?, size: Int, batch: Int) -> Tensor {
    guard let state else { return Tensor(uninitialized: [0, padded(size)]) }
    let result = Tensor.zeros([batch, padded(size)])
    clstm_copy_rows(result.freshPointer, padded(size), state.pointer, size, batch, size)
    return result
  }

  /// Describes the pass to the kernels.
  func description(
    recurrent: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, stride: Int,
    inputSize: Int
  ) -> SequenceRun {
    var run = SequenceRun(
      cell: cell, layout: layout, inputSize: inputSize, hiddenSize: hiddenSize)
    run.sequence.reverse = reverse ? 1 : 0
    run.sequence.packed_recurrent = recurrent
    run.sequence.initial_hidden = initialHidden.pointer
    run.sequence.initial_cell = initialCell.pointer
    run.sequence.keeps_gates = isRecorded ? 1 : 0
    run.sequence.gates = gates.freshPointer
    run.sequence.cells = cells.freshPointer
    run.sequence.output = output
    run.sequence.output_row_stride = stride
    return run
  }

  /// The hidden state after each sequence's last step [N, H], read from the layer's output.
  package func finalHidden(from output: Tensor, column: Int) -> Tensor {
    final(of: output, column: column, initial: initialHidden)
  }

  /// The cell state after each sequence's last step [N, H]; `nil` for cells without one.
  package func finalCell() -> Tensor? {
    guard cell.hasCellState else { return nil }
    return isRecorded
      ? final(of: cells, column: 0, initial: initialCell) : cells.columns(0..<hiddenSize)
  }

  private func final(of rows: Tensor, column: Int, initial: Tensor) -> Tensor {
    let (size, stride) = (hiddenSize, rows.shape.columnCount)
    let result = Tensor(uninitialized: [layout.batch, size])
    for place in 0..<layout.batch {
      let to = result.freshPointer + place * size
      if let row = layout.lastRow(of: place, reverse: reverse) {
        to.update(from: rows.pointer + row * stride + column, count: size)
      } else {
        to.update(from: initial.pointer + place * initial.shape.columnCount, count: size)
      }
    }
    withExtendedLifetime((rows, initial)) {}
    return result
  }

  /// One gate of every row [R, H] of a recorded pass, by its slot in a block.
  package func gate(slot: Int) -> Tensor {
    let values = Tensor(uninitialized: [layout.rowCount, hiddenSize])
    clstm_unpack_slot(
      cell.code, slot, values.freshPointer, hiddenSize, gates.pointer, hiddenSize, layout.rowCount)
    return values
  }

  /// The cell state of every row [R, H] of a recorded pass.
  package func cellStates() -> Tensor {
    cells.columns(0..<hiddenSize)
  }
}
