import CLSTMKernels

/// One direction of one layer over a whole sequence, as the kernels ran it: what the backward pass and
/// the looking glass (traces) need.
package struct RecurrentPass: Sendable {
  let cell: RecurrentCell
  let layout: SequenceLayout
  let reverse: Bool
  let hiddenSize: Int
  /// First column of this direction in the layer's output.
  let column: Int
  let initialHidden: Tensor
  /// [N, padded H].
  let initialCell: Tensor
  /// Activated gates, [R, gate row].
  let gates: Tensor
  /// Cell states, [R, padded H].
  let cells: Tensor
  /// Set for a variant of the LSTM.
  let variant: VariantOperands?

  private static func padded(_ hiddenSize: Int) -> Int { clstm_padded(hiddenSize) }

  /// Runs a layer in all its directions.
  ///
  /// - Parameters:
  ///   - weights: of each direction, packed once for all passes of a training step.
  ///   - input: packed rows [R, I].
  ///   - states: by state tensor, then by direction: initial hidden states [N, H], in the layout's order,
  ///     and cell states where the cell has them.
  ///   - reversed: whether a direction reads from the last step to the first.
  ///   - masks: of each direction, where a variant draws some.
  /// - Returns: the hidden states [R, D · H], and the record of each direction.
  package static func forward(
    _ weights: [PackedRecurrentWeights], input: Tensor, states: [[Tensor]],
    layout: SequenceLayout, reversed: [Bool], masks: [RecurrentMasks?]
  ) -> (output: Tensor, passes: [RecurrentPass]) {
    let (kind, size) = (weights[0].cell, weights[0].hiddenSize)
    let columns = reversed.count * size
    let output = Tensor(uninitialized: [layout.rowCount, columns])
    let passes = reversed.indices.map { number in
      RecurrentPass(
        cell: kind, layout: layout, reverse: reversed[number], hiddenSize: size,
        column: number * size, initialHidden: states[0][number].detached,
        initialCell: padding(
          states.count > 1 ? states[1][number] : nil, size: size, batch: layout.batch),
        gates: Tensor(uninitialized: [layout.rowCount, kind.gateRow(size)]),
        cells: Tensor(uninitialized: [kind.hasCellState ? layout.rowCount : 0, padded(size)]),
        variant: weights[number].variantOperands(masks: masks[number]))
    }
    var scratch = Tensor(uninitialized: [0])
    let runs = zip(passes, weights).map { pass, weights in
      var run = pass.description(
        recurrent: weights.recurrent.pointer, output: output.freshPointer, stride: columns,
        inputSize: weights.inputSize)
      run.project(input.pointer, with: weights)
      return run
    }
    SequenceRun.perform(runs, in: &scratch)
    withExtendedLifetime((weights, input)) {}
    return (output, passes)
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
    run.sequence.keeps_gates = 1
    run.sequence.gates = gates.freshPointer
    run.sequence.cells = cells.freshPointer
    run.sequence.output = output + column
    run.sequence.output_row_stride = stride
    run.variant = variant
    return run
  }

  /// The state after each sequence's last step [N, H]: hidden, read from the layer's output, and cell
  /// where there is one.
  package func finalStates(from output: Tensor) -> [Tensor] {
    let hidden = layout.finalRows(
      of: output, column: column, size: hiddenSize, reverse: reverse, initial: initialHidden)
    guard cell.hasCellState else { return [hidden] }
    return [
      hidden,
      layout.finalRows(
        of: cells, column: 0, size: hiddenSize, reverse: reverse, initial: initialCell),
    ]
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
