import CLSTMKernels

/// One direction of one layer over a whole sequence, as the kernels ran it: what the backward pass and
/// the looking glass (traces) need.
package struct RecurrentPass: Sendable {
  let cell: RecurrentCell
  let layout: SequenceLayout
  let reverse: Bool
  let hiddenSize: Int
  /// First column of this direction in what the layer hands on; of its hidden states that is ``hiddenColumn``.
  let column: Int
  /// Number of this direction.
  let number: Int
  let initialHidden: Tensor
  /// [N, cell row].
  let initialCell: Tensor
  /// Activated gates, [R, gate row].
  let gates: Tensor
  /// What is kept of the cell states, [R, kept row].
  let cells: Tensor
  /// An mLSTM's memories, some of them, and its final cell states [N, cell row]; empty for others.
  let memories: Tensor
  let finalCell: Tensor
  /// What units show [R, padded H], where the hidden state is a projection of it; empty for others.
  let shown: Tensor
  /// Set for a variant of the LSTM.
  let variant: VariantOperands?

  /// Runs a layer in all its directions.
  ///
  /// - Parameters:
  ///   - weights: of each direction, packed once for all passes of a training step.
  ///   - input: packed rows [R, I].
  ///   - states: by state tensor, then by direction: initial states [N, size], in the layout's order.
  ///   - reversed: whether a direction reads from the last step to the first.
  ///   - masks: of each direction, where a variant draws some.
  /// - Returns: what each step hands to the next, [R, D · H] (P for H where hidden states are projections; gates are among it where
  ///   they are fed back), and the record of each direction.
  package static func forward(
    _ weights: [PackedRecurrentWeights], input: Tensor, states: [[Tensor]],
    layout: SequenceLayout, reversed: [Bool], masks: [RecurrentMasks?]
  ) -> (output: Tensor, passes: [RecurrentPass]) {
    let (kind, size) = (weights[0].cell, weights[0].hiddenSize)
    let (width, padded) = (kind.carriedSize(size), clstm_padded(size))
    let columns = reversed.count * width
    let output = Tensor(uninitialized: [layout.rowCount, columns])
    let passes = reversed.indices.map { number in
      var variant = weights[number].variantOperands(masks: masks[number])
      if variant?.normalization != nil {
        variant?.record = NormalizationRecord(rows: layout.rowCount, gateRow: kind.gateRow(size))
      }
      return RecurrentPass(
        cell: kind, layout: layout, reverse: reversed[number], hiddenSize: size,
        column: number * width, number: number,
        initialHidden: kind.carried(states.map { $0[number] }, hiddenSize: size),
        initialCell: kind.cellRows(
          kind.cells(of: states.map { $0[number] }), rows: layout.batch, hiddenSize: size),
        gates: Tensor(uninitialized: [layout.rowCount, kind.gateRow(size)]),
        cells: Tensor(
          uninitialized: [
            kind.hasCellState ? layout.rowCount : 0, clstm_kept_row(kind.code, size),
          ]),
        memories: Tensor(
          uninitialized: [clstm_memories_size(kind.code, size, layout.steps, layout.batch)]),
        finalCell: Tensor(
          uninitialized: [kind.projectsAtOnce ? layout.batch : 0, kind.cellRow(size)]),
        shown: Tensor(
          uninitialized: [kind.projectionShape(size) == nil ? 0 : layout.rowCount, padded]),
        variant: variant)
    }
    var scratch = Tensor(uninitialized: [0])
    let runs = zip(passes, weights).map { pass, weights in
      var run = pass.description(
        recurrent: weights.recurrent.pointer, projection: weights.projection?.pointer,
        output: output.freshPointer, stride: columns, inputSize: weights.inputSize)
      run.project(input.pointer, with: weights)
      return run
    }
    SequenceRun.perform(runs, in: &scratch)
    withExtendedLifetime((weights, input)) {}
    return (output, passes)
  }

  /// Describes the pass to the kernels.
  func description(
    recurrent: UnsafePointer<Float>, projection: UnsafePointer<Float>?,
    output: UnsafeMutablePointer<Float>, stride: Int, inputSize: Int
  ) -> SequenceRun {
    var run = SequenceRun(
      cell: cell, layout: layout, inputSize: inputSize, hiddenSize: hiddenSize)
    run.sequence.reverse = reverse ? 1 : 0
    run.sequence.packed_recurrent = recurrent
    run.sequence.packed_projection = projection
    run.sequence.shown = shown.freshPointer
    run.sequence.initial_hidden = initialHidden.pointer
    run.sequence.initial_cell = initialCell.pointer
    run.sequence.keeps_gates = 1
    run.sequence.gates = gates.freshPointer
    run.sequence.cells = cells.freshPointer
    run.sequence.memories = memories.freshPointer
    run.sequence.final_cell = finalCell.freshPointer
    run.sequence.output = output + column
    run.sequence.output_row_stride = stride
    run.variant = variant
    return run
  }

  /// Features of a hidden state.
  var hiddenStateSize: Int { cell.hiddenStateSize(hiddenSize) }
  /// Columns of what a step hands to the next.
  var carriedSize: Int { cell.carriedSize(hiddenSize) }
  /// First column of this direction in the layer's hidden states [R, D · H].
  var hiddenColumn: Int { number * hiddenStateSize }

  /// The state after each sequence's last step [N, size], hidden, read from the layer's output, and what
  /// there is beside it.
  package func finalStates(from output: Tensor) -> [Tensor] {
    let hidden = layout.finalRows(
      of: output, column: column, size: carriedSize, reverse: reverse, initial: initialHidden)
    guard cell.hasCellState else { return [hidden] }
    let rows =
      cell.projectsAtOnce
      ? finalCell
      : layout.finalRows(
        of: cells, column: 0, size: cell.cellRow(hiddenSize), reverse: reverse,
        initial: initialCell)
    return cell.states(
      carried: hidden, cells: cell.cellStates(rows, hiddenSize: hiddenSize), hiddenSize: hiddenSize)
  }

  /// One gate of every row [R, H], by its slot in a block.
  package func gate(slot: Int) -> Tensor { self.slot(slot, of: gates) }

  /// One slot of gate rows [R, gate row]: [R, H].
  func slot(_ slot: Int, of gates: Tensor) -> Tensor {
    let values = Tensor(uninitialized: [layout.rowCount, hiddenSize])
    clstm_unpack_slot(
      cell.code, slot, values.freshPointer, hiddenSize, gates.pointer, hiddenSize, layout.rowCount)
    withExtendedLifetime(gates) {}
    return values
  }

  /// The cell state of every row [R, H].
  package func cellStates() -> Tensor {
    cells.columns(0..<hiddenSize)
  }
}
