import CLSTMKernels

/// One direction of one layer over a whole sequence, as the kernels ran it: what the backward pass and
/// the looking glass (traces) need.
package struct RecurrentPass: Sendable {
  let cell: RecurrentCell
  let layout: SequenceLayout
  let reverse: Bool
  let hiddenSize: Int
  let initialHidden: Tensor
  /// [N, padded H].
  let initialCell: Tensor
  /// Activated gates, [R, gate row].
  let gates: Tensor
  /// Cell states, [R, padded H].
  let cells: Tensor

  private static func padded(_ hiddenSize: Int) -> Int { clstm_padded(hiddenSize) }

  /// Runs the layer.
  ///
  /// - Parameters:
  ///   - weights: packed once for all passes of a training step.
  ///   - input: packed rows [R, I].
  ///   - hidden: initial hidden state [N, H], in the layout's order.
  ///   - cell: initial cell state [N, H]; `nil` for cells without one.
  ///   - output: [R, columns]; the hidden states go to `column ..< column + H`.
  /// - Returns: the record of the pass.
  package static func forward(
    _ weights: PackedRecurrentWeights, input: Tensor, hidden: Tensor, cell: Tensor?,
    layout: SequenceLayout, reverse: Bool, output: inout Tensor, column: Int
  ) -> RecurrentPass {
    let (kind, size) = (weights.cell, weights.hiddenSize)
    let gateRow = kind.gateRow(size)
    let gates = Tensor(uninitialized: [layout.rowCount, gateRow])
    let cells = Tensor(uninitialized: [kind.hasCellState ? layout.rowCount : 0, padded(size)])
    let pass = RecurrentPass(
      cell: kind, layout: layout, reverse: reverse, hiddenSize: size,
      initialHidden: hidden.detached, initialCell: padding(cell, size: size, batch: layout.batch),
      gates: gates, cells: cells)
    Product.multiply(
      m: layout.rowCount, n: gateRow, k: weights.inputSize,
      MatrixOperand(input.pointer, columns: weights.inputSize), packed: weights.input.pointer,
      into: gates.freshPointer, rowStride: gateRow, start: .bias(weights.bias.pointer))
    let stride = output.shape.columnCount
    output.withMutableBuffer { buffer in
      guard let base = buffer.baseAddress else { return }
      pass.withSequence(
        recurrent: weights.recurrent.pointer, output: base + column, stride: stride
      ) { sequence, threads in
        nonisolated(unsafe) let shared = sequence
        ThreadPool.shared.run(limit: threads) { thread, count in
          withUnsafePointer(to: shared) { clstm_recurrent_forward($0, Int32(thread), Int32(count)) }
        }
      }
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
  func withSequence(
    recurrent: UnsafePointer<Float>, output: UnsafeMutablePointer<Float>, stride: Int,
    _ body: (clstm_sequence, _ threads: Int) -> Void
  ) {
    let work = layout.rowCount * cell.gateCount * hiddenSize * hiddenSize
    let threads = Share.threads(for: work)
    var barrier = clstm_barrier()
    layout.rows.withUnsafeBufferPointer { rows in
      layout.offsets.withUnsafeBufferPointer { offsets in
        withUnsafeMutablePointer(to: &barrier) { barrier in
          var sequence = clstm_sequence()
          sequence.cell = cell.code
          sequence.steps = layout.steps
          sequence.batch = layout.batch
          sequence.hidden = hiddenSize
          sequence.rows = rows.baseAddress
          sequence.offsets = offsets.baseAddress
          sequence.reverse = reverse ? 1 : 0
          // Enough rows for each thread to fill its registers: then threads need not meet at each step.
          sequence.split_rows = !layout.isRagged && layout.batch >= 8 * threads ? 1 : 0
          sequence.packed_recurrent = recurrent
          sequence.initial_hidden = initialHidden.pointer
          sequence.initial_cell = initialCell.pointer
          sequence.gates = gates.freshPointer
          sequence.cells = cells.freshPointer
          sequence.output = output
          sequence.output_row_stride = stride
          sequence.barrier = barrier
          body(sequence, threads)
        }
      }
    }
    withExtendedLifetime(self) {}
  }

  /// The hidden state after each sequence's last step [N, H], read from the layer's output.
  package func finalHidden(from output: Tensor, column: Int) -> Tensor {
    final(of: output, column: column, initial: initialHidden)
  }

  /// The cell state after each sequence's last step [N, H]; `nil` for cells without one.
  package func finalCell() -> Tensor? {
    cell.hasCellState ? final(of: cells, column: 0, initial: initialCell) : nil
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

  /// One gate of every row [R, H], by its slot in a block.
  package func gate(slot: Int) -> Tensor {
    let values = Tensor(uninitialized: [layout.rowCount, hiddenSize])
    clstm_unpack_slot(
      cell.code, slot, values.freshPointer, hiddenSize, gates.pointer, hiddenSize, layout.rowCount)
    return values
  }

  /// The cell state of every row [R, H].
  package func cellStates() -> Tensor {
    cells.columns(0..<hiddenSize)
  }
}
