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
  ///   - states: the initial states in the layout's order, as ``RecurrentCell/states(_:)`` lists them;
  ///     `nil`: zero.
  /// - Returns: the top layer's hidden states [R, D · H] (P for H where they are projections), and the final states like the initial ones.
  package static func run(
    _ layers: [[PackedRecurrentWeights]], reversed: [Bool], input: Tensor, states: [Tensor]?,
    layout: SequenceLayout
  ) -> (output: Tensor, states: [Tensor]) {
    let (cell, units, batch) = (layers[0][0].cell, layers[0][0].hiddenSize, layout.batch)
    let size = cell.carriedSize(units)
    let (directions, cellRow) = (reversed.count, cell.cellRow(units))
    let hidden =
      states.map { cell.carried($0, hiddenSize: units) }
      ?? .zeros([layers.count * directions, batch, size])
    let finalHidden = Tensor(uninitialized: hidden.shape)
    // The kernels change the cell states in place.
    let cells = cell.cellRows(
      states.map { cell.cells(of: $0) } ?? [], rows: layers.count * directions * batch,
      hiddenSize: units)
    var scratch = Tensor(uninitialized: [0])
    var rows = input
    for (layer, weights) in layers.enumerated() {
      let output = Tensor(uninitialized: [layout.rowCount, directions * size])
      var projections: [Tensor] = []
      let runs = reversed.indices.map { number in
        let place = (layer * directions + number) * batch
        var run = SequenceRun(
          cell: cell, layout: layout, inputSize: weights[number].inputSize, hiddenSize: units)
        run.sequence.reverse = reversed[number] ? 1 : 0
        run.sequence.packed_recurrent = weights[number].recurrent.pointer
        run.sequence.packed_projection = weights[number].projection?.pointer
        run.sequence.initial_hidden = hidden.pointer + place * size
        run.sequence.cells = cells.freshPointer + place * cellRow
        run.sequence.output = output.freshPointer + number * size
        run.sequence.output_row_stride = directions * size
        let gates = Tensor(
          uninitialized: [cell.projectsAtOnce ? layout.rowCount : 0, cell.gateRow(units)])
        run.sequence.gates = gates.freshPointer
        run.project(rows.pointer, with: weights[number])
        projections.append(gates)
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
      withExtendedLifetime((rows, projections)) {}
      rows = cell.hiddenStates(output, directions: directions, hiddenSize: units)
    }
    withExtendedLifetime((layers, hidden)) {}
    let finalCells = zip(cell.states(units).dropFirst(), cell.cellStates(cells, hiddenSize: units))
      .map { $1.viewed(as: [hidden.shape[0], batch, $0.size]) }
    return (rows, cell.states(carried: finalHidden, cells: finalCells, hiddenSize: units))
  }
}
