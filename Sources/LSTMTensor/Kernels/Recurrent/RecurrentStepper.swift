import CLSTMKernels

/// Runs stacked recurrent layers one time step at a time, without taking memory from the system.
///
/// A value: a copy goes on by itself (beams, what-if). The bits are those of the whole sequence.
package struct RecurrentStepper: Sendable {
  /// The layers, shared by all who use the model.
  package let layers: [PackedRecurrentWeights]
  /// Sequences that go on side by side.
  package let batchSize: Int
  /// What each layer hands to its next step [N, H], or [N, P], or with gates.
  private var hidden: [Tensor]
  /// What is carried beside them [N, cell row], by layer; without rows where that is nothing.
  private var cells: [Tensor]
  /// Where a step writes its hidden states, before they take the place of the old ones.
  private var written: Tensor
  private var gates: Tensor
  private var scratch: ProductScratch
  /// The recurrent kernels' working memory.
  private var working = Tensor(uninitialized: [0])
  private let layout: SequenceLayout
  /// The unit of the first layer that each sequence does without; empty: none.
  private var silenced: [Int] = []

  /// Layers at the start of `batchSize` sequences, all states zero.
  package init(layers: [PackedRecurrentWeights], batchSize: Int) {
    self.layers = layers
    self.batchSize = batchSize
    let (cell, size) = (layers[0].cell, layers[0].hiddenSize)
    hidden = layers.map { _ in .zeros([batchSize, cell.carriedSize(size)]) }
    cells = layers.map { _ in cell.cellRows([], rows: batchSize, hiddenSize: size) }
    written = hidden[0]
    gates = .zeros([batchSize, cell.gateRow(size)])
    scratch = ProductScratch()
    layout = SequenceLayout(steps: 1, batch: batchSize)
  }

  /// The states, [L, N, size] each, as ``RecurrentCell/states(_:)`` lists them.
  package var states: [Tensor] {
    get {
      let (cell, size) = (layers[0].cell, layers[0].hiddenSize)
      let byLayer = zip(hidden, cells).map {
        cell.states(
          carried: $0, cells: cell.cellStates($1, hiddenSize: size), hiddenSize: size)
      }
      return (0..<cell.stateCount).map { state in .stacking(byLayer.map { $0[state] }) }
    }
    set {
      let (cell, size) = (layers[0].cell, layers[0].hiddenSize)
      for layer in layers.indices {
        let parts = newValue.map { state in
          state.detached.rows(layer..<layer + 1).reshaped(to: [batchSize, state.shape[2]])
        }
        hidden[layer] = cell.carried(parts, hiddenSize: size)
        cells[layer] = cell.cellRows(
          cell.cells(of: parts), rows: batchSize, hiddenSize: size)
      }
    }
  }

  /// Holds a feature of the first layer's hidden state at zero from here on, one for each sequence.
  package mutating func silence(_ units: [Int]) {
    precondition(units.count == batchSize && units.allSatisfy { (0..<hidden[0].shape[1]) ~= $0 })
    silenced = units
    clearSilenced()
  }

  private mutating func clearSilenced() {
    hidden[0].makeUnique()
    let size = hidden[0].shape[1]
    for (row, unit) in silenced.enumerated() { hidden[0].freshPointer[row * size + unit] = 0 }
  }

  /// One step from inputs [N, I].
  package mutating func step(_ input: Tensor) {
    precondition(input.shape == [batchSize, layers[0].inputSize], "input of shape \(input.shape)")
    advance(from: input)
  }

  /// One step from rows of a table of the first layer's input projections
  /// (``PackedRecurrentWeights/projections(of:)``), one row a sequence.
  package mutating func step(projected table: Tensor, rows: [Int32]) {
    let gateRow = gates.shape[1]
    precondition(table.shape[1] == gateRow && rows.count == batchSize, "rows of \(table.shape)")
    precondition(rows.allSatisfy { $0 >= 0 && Int($0) < table.shape[0] }, "a row beyond the table")
    gates.makeUnique()
    clstm_gather_rows(table.pointer, rows, gates.freshPointer, batchSize, gateRow)
    withExtendedLifetime(table) {}
    advance(from: nil)
  }

  /// The top layer's hidden states [N, H].
  package var output: Tensor { shown(by: hidden.count - 1) }

  /// A layer's hidden states [N, H].
  private func shown(by layer: Int) -> Tensor {
    layers[layer].cell.hiddenStates(hidden[layer], hiddenSize: layers[layer].hiddenSize)
  }

  /// top · Wᵀ + b into `result` [N, O], W packed.
  package mutating func project(through layer: PackedLinear, into result: inout Tensor) {
    result.makeUnique()
    let top = output
    scratch.multiply(
      m: batchSize, n: layer.outputSize, k: layer.inputSize,
      MatrixOperand(top.pointer, columns: layer.inputSize), packed: layer.weight.pointer,
      into: result.freshPointer, rowStride: layer.outputSize, start: .bias(layer.bias.pointer))
    withExtendedLifetime((top, layer)) {}
  }

  /// The layers above the first; the first one's inputs come as they are or projected.
  private mutating func advance(from input: Tensor?) {
    runLayer(0, input: input)
    for layer in layers.indices.dropFirst() { runLayer(layer, input: shown(by: layer - 1)) }
  }

  private mutating func runLayer(_ layer: Int, input: Tensor?) {
    let weights = layers[layer]
    written.makeUnique()
    cells[layer].makeUnique()
    gates.makeUnique()
    var run = SequenceRun(
      cell: weights.cell, layout: layout, inputSize: input == nil ? 0 : weights.inputSize,
      hiddenSize: weights.hiddenSize)
    run.sequence.gates = gates.freshPointer
    if let input { run.project(input.pointer, with: weights) }
    run.variant = weights.variantOperands()
    run.sequence.packed_recurrent = weights.recurrent.pointer
    run.sequence.packed_projection = weights.projection?.pointer
    run.sequence.initial_hidden = hidden[layer].pointer
    run.sequence.cells = cells[layer].freshPointer
    run.sequence.output = written.freshPointer
    run.sequence.output_row_stride = written.shape[1]
    SequenceRun.perform([run], in: &working)
    withExtendedLifetime((weights, input)) {}
    swap(&hidden[layer], &written)
    if layer == 0, !silenced.isEmpty { clearSilenced() }
  }
}

extension PackedRecurrentWeights {
  /// The input projection W x + b, normalised where the variant does, of every row of a matrix [V, I], in the kernels' layout [V, gate row].
  package func projections(of rows: Tensor) -> Tensor {
    let (count, gateRow) = (rows.shape[0], cell.gateRow(hiddenSize))
    let table = Tensor(uninitialized: [count, gateRow])
    Product.multiply(
      m: count, n: gateRow, k: inputSize, MatrixOperand(rows.pointer, columns: inputSize),
      packed: input.pointer, into: table.freshPointer, rowStride: gateRow,
      start: normalization == nil ? .bias(bias.pointer) : .zero)
    if let normalization {
      withUnsafePointer(to: normalization.description) {
        clstm_normalize_projections(
          cell.code, hiddenSize, $0, bias.pointer, table.freshPointer, count)
      }
    }
    withExtendedLifetime((rows, self)) {}
    return table
  }

  /// Floats of one row of ``projections(of:)``.
  package var projectionSize: Int { cell.gateRow(hiddenSize) }
}
