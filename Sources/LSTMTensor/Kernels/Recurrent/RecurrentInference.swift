import CLSTMKernels

/// Stacked layers over whole sequences where nothing is differentiated or looked into: no gate is kept,
/// and of the cell states only the last.
package enum RecurrentInference {
  /// Runs the layers.
  ///
  /// - Parameters:
  ///   - layers: the weights by layer, then by direction.
  ///   - reversed: whether a direction reads from the last step to the first.
  ///   - input: packed rows [R, I].
  ///   - states: the initial states [L · D, N, H] in the layout's order: hidden, and cell where the cell
  ///     has one; `nil`: zero.
  /// - Returns: the top layer's hidden states [R, D · H], and the final states like the initial ones.
  package static func run(
    _ layers: [[PackedRecurrentWeights]], reversed: [Bool], input: Tensor, states: [Tensor]?,
    layout: SequenceLayout
  ) -> (output: Tensor, states: [Tensor]) {
    let (cell, size, batch) = (layers[0][0].cell, layers[0][0].hiddenSize, layout.batch)
    let (directions, padded) = (reversed.count, clstm_padded(size))
    let hidden = states?[0].detached ?? .zeros([layers.count * directions, batch, size])
    let finalHidden = Tensor(uninitialized: hidden.shape)
    let cells = workingCells(
      cell, states.flatMap { $0.count > 1 ? $0[1] : nil }, rows: layers.count * directions * batch,
      size: size)
    var scratch = Tensor(uninitialized: [0])
    var rows = input
    for (layer, weights) in layers.enumerated() {
      let output = Tensor(uninitialized: [layout.rowCount, directions * size])
      let runs = reversed.indices.map { number in
        let place = (layer * directions + number) * batch
        var run = SequenceRun(
          cell: cell, layout: layout, inputSize: weights[number].inputSize, hiddenSize: size)
        run.sequence.reverse = reversed[number] ? 1 : 0
        run.sequence.packed_recurrent = weights[number].recurrent.pointer
        run.sequence.initial_hidden = hidden.pointer + place * size
        run.sequence.cells = cells.freshPointer + (cell.hasCellState ? place * padded : 0)
        run.sequence.output = output.freshPointer + number * size
        run.sequence.output_row_stride = directions * size
        run.project(rows.pointer, with: weights[number])
        run.variant = weights[number].variantOperands()
        return run
      }
      SequenceRun.perform(runs, in: &scratch)
      for number in reversed.indices {
        let place = (layer * directions + number) * batch * size
        layout.copyFinalRows(
          of: output, column: number * size, size: size, reverse: reversed[number],
          initial: hidden.pointer + place, initialStride: size,
          into: finalHidden.freshPointer + place)
      }
      withExtendedLifetime(rows) {}
      rows = output
    }
    withExtendedLifetime((layers, hidden)) {}
    guard cell.hasCellState else { return (rows, [finalHidden]) }
    let finalCells = padded == size ? cells : cells.columns(0..<size)
    return (rows, [finalHidden, finalCells.viewed(as: hidden.shape)])
  }

  /// Cell states that the kernels change in place [rows, padded H].
  private static func workingCells(
    _ cell: RecurrentCell, _ initial: Tensor?, rows: Int, size: Int
  ) -> Tensor {
    let padded = clstm_padded(size)
    let cells = Tensor.zeros([cell.hasCellState ? rows : 0, padded])
    if let initial {
      clstm_copy_rows(cells.freshPointer, padded, initial.pointer, size, rows, size)
      withExtendedLifetime(initial) {}
    }
    return cells
  }
}
