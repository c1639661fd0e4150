import CLSTMKernels

/// A layer that goes through N sequences one step at a time, because what comes in depends on the step before, and back
/// again; the gradients of its weights are one product over all steps.
///
/// For LSTM, GRU and RNN without normalisation, projection or masks. Whoever uses it goes forward through all steps, then
/// backward through all.
package struct RecurrentSteps: Sendable {
  private let weights: RecurrentWeights
  private let packed: PackedRecurrentWeights
  private let pass: RecurrentPass
  /// The layout of a single step.
  private let single: SequenceLayout
  private let batch: Int
  /// All that came in, [T · N, I], and all hidden states, [T · N, H].
  private var inputs: Tensor
  private var outputs: Tensor
  private var done = 0
  private var scratch = Tensor(uninitialized: [0])

  /// What goes back: set once the way back has begun.
  private var back: Back?

  private struct Back: Sendable {
    let packedInput: Tensor
    let packedRecurrent: Tensor
    /// [T · N, gate row].
    var gates: Tensor
    var hidden: Tensor
    var cell: Tensor
  }

  /// - Parameters:
  ///   - steps: T.
  ///   - states: the initial ones, [N, size] each, as ``RecurrentCell/states(_:)`` lists them.
  package init(
    _ cell: RecurrentCell, _ weights: RecurrentWeights, steps: Int, states: [Tensor]
  ) {
    precondition(
      cell.stepsAlone && weights.candidateWeight == nil, "a cell that does not step by itself")
    self.weights = weights
    packed = PackedRecurrentWeights(cell, weights)
    batch = states[0].shape[0]
    single = SequenceLayout(steps: 1, batch: batch)
    let size = packed.hiddenSize
    pass = RecurrentPass(
      cell: cell, layout: SequenceLayout(steps: steps, batch: batch), reverse: false,
      hiddenSize: size, column: 0, number: 0,
      initialHidden: cell.carried(states.map(\.detached), hiddenSize: size),
      initialCell: cell.cellRows(
        cell.cells(of: states.map(\.detached)), rows: batch, hiddenSize: size),
      gates: Tensor(uninitialized: [steps * batch, cell.gateRow(size)]),
      cells: Tensor(
        uninitialized: [cell.hasCellState ? steps * batch : 0, clstm_kept_row(cell.code, size)]),
      memories: Tensor(uninitialized: [0]), finalCell: Tensor(uninitialized: [0]),
      shown: Tensor(uninitialized: [0]), variant: packed.variantOperands())
    inputs = Tensor(uninitialized: [steps * batch, weights.inputSize])
    outputs = Tensor(uninitialized: [steps * batch, size])
  }

  /// The hidden states after the steps so far, [N, H].
  package var hidden: Tensor {
    done == 0 ? pass.initialHidden : outputs.rows((done - 1) * batch..<done * batch)
  }

  /// All hidden states, [T · N, H].
  package var hiddenStates: Tensor { outputs }

  /// Takes in [N, I] and returns the hidden states, [N, H].
  package mutating func step(_ input: Tensor) -> Tensor {
    precondition(input.shape == [batch, weights.inputSize], "input of shape \(input.shape)")
    inputs.makeUnique()
    outputs.makeUnique()
    let size = weights.inputSize
    clstm_copy_rows(
      inputs.freshPointer + done * batch * size, size, input.pointer, size, batch, size)
    var run = description(of: done, recurrent: packed.recurrent.pointer, inputSize: size)
    run.project(inputs.pointer + done * batch * size, with: packed)
    SequenceRun.perform([run], in: &scratch)
    withExtendedLifetime(input) {}
    done += 1
    return hidden
  }

  /// Goes back through the last step that has not been gone back through.
  ///
  /// - Parameter upstream: the gradient of its hidden states, but for what later steps make of them, [N, H].
  /// - Returns: the gradient of what came in, [N, I].
  package mutating func stepBack(_ upstream: Tensor) -> Tensor {
    var back = self.back ?? begunBack()
    self.back = nil
    done -= 1
    let gateRow = pass.cell.gateRow(pass.hiddenSize)
    back.gates.makeUnique()
    back.hidden.makeUnique()
    back.cell.makeUnique()
    let gates = back.gates.freshPointer + done * batch * gateRow
    var run = description(of: done, recurrent: back.packedRecurrent.pointer, inputSize: 0)
    run.gradient = clstm_sequence_gradient(
      output_gradient: upstream.pointer, output_gradient_row_stride: upstream.shape.columnCount,
      gate_gradients: gates, hidden_gradient: back.hidden.freshPointer,
      cell_gradient: back.cell.freshPointer, recurrent_gradients: gates, shown_gradients: nil,
      projection_gradients: nil, skips_initial: 0)
    SequenceRun.perform([run], in: &scratch)
    let result = Tensor(uninitialized: [batch, weights.inputSize])
    Product.multiply(
      m: batch, n: weights.inputSize, k: gateRow, MatrixOperand(gates, columns: gateRow),
      packed: back.packedInput.pointer, into: result.freshPointer, rowStride: weights.inputSize)
    withExtendedLifetime(upstream) {}
    self.back = back
    return result
  }

  /// Adds to the gradient of the hidden states that the next step back begins with, [N, H].
  package mutating func addToHiddenGradient(_ gradient: Tensor) {
    guard back != nil else { return }
    let (size, padded) = (pass.hiddenSize, clstm_padded(pass.hiddenSize))
    back?.hidden.makeUnique()
    guard let hidden = back?.hidden else { return }
    for row in 0..<batch {
      clstm_add_scaled(
        hidden.freshPointer + row * padded, gradient.pointer + row * size, 1, size)
    }
    withExtendedLifetime(gradient) {}
  }

  /// The gradients of the weights and of the initial states, after the way back.
  package func gradients() -> (weights: RecurrentWeights, states: [Tensor]) {
    guard done == 0, let back else { preconditionFailure("not all the way back yet") }
    return (
      pass.weightGradients(
        weights, GateGradients(ofGates: back.gates), input: inputs, output: outputs),
      pass.cell.states(
        carried: back.hidden.columns(0..<pass.hiddenSize),
        cells: pass.cell.cellStates(back.cell, hiddenSize: pass.hiddenSize),
        hiddenSize: pass.hiddenSize)
    )
  }

  private func begunBack() -> Back {
    let (cell, size) = (pass.cell, pass.hiddenSize)
    return Back(
      packedInput: PackedRecurrentWeights.pack(
        cell, CLSTM_WEIGHT_INPUT, weights.inputWeight, size, clstm_pack_backward),
      packedRecurrent: PackedRecurrentWeights.pack(
        cell, CLSTM_WEIGHT_RECURRENT, weights.recurrentWeight, size, clstm_pack_backward),
      gates: Tensor(uninitialized: pass.gates.shape), hidden: .zeros([batch, clstm_padded(size)]),
      cell: cell.cellRows([], rows: batch, hiddenSize: size))
  }

  /// One step of the pass to the kernels.
  private func description(
    of step: Int, recurrent: UnsafePointer<Float>, inputSize: Int
  ) -> SequenceRun {
    let (cell, size) = (pass.cell, pass.hiddenSize)
    let (first, kept) = (step * batch, clstm_kept_row(cell.code, size))
    var run = SequenceRun(cell: cell, layout: single, inputSize: inputSize, hiddenSize: size)
    run.sequence.packed_recurrent = recurrent
    run.sequence.initial_hidden =
      step == 0 ? pass.initialHidden.pointer : outputs.pointer + (first - batch) * size
    run.sequence.initial_cell =
      step == 0 ? pass.initialCell.pointer : pass.cells.pointer + (first - batch) * kept
    run.sequence.keeps_gates = 1
    run.sequence.gates = pass.gates.freshPointer + first * cell.gateRow(size)
    run.sequence.cells = pass.cells.freshPointer + first * kept
    run.sequence.output = outputs.freshPointer + first * size
    run.sequence.output_row_stride = size
    run.variant = pass.variant
    return run
  }
}

extension RecurrentCell {
  /// Whether a step needs nothing but its input, the hidden state and a cell state of one row.
  package var stepsAlone: Bool {
    switch self {
    case .lstm(let variant):
      variant.projectionSize == nil && !variant.hasLayerNormalization && fedGateCount == 0
        && !variant.hasPeepholes
    case .gru, .rnn: true
    case .gruResetBefore, .slstm, .mlstm: false
    }
  }
}
