import CLSTMKernels

/// The gradients of all pre-activations of one direction of one layer, and what else the way back through
/// its gates leaves.
struct GateGradients {
  /// Of the sums that the gates are functions of, [R, gate row].
  let all: Tensor
  /// Of the recurrent projections, [R, gate row].
  let recurrent: Tensor
  /// Of the input projections, [R, gate row].
  var input: Tensor
  /// Of the normalised cell states, [R, padded H], where they are.
  let shown: Tensor
  /// Of the hidden states [R, P], where they are projections.
  let hidden: Tensor
  var peepholes: Tensor?
  var normalization: RecurrentNormalization?
}

extension RecurrentPass {
  /// The gradients of all gates in each direction.
  static func gradientsOfGates(
    _ passes: [RecurrentPass], _ weights: [RecurrentWeights], output: Tensor, upstream: Tensor?,
    carries: [(hidden: Tensor, cell: Tensor)], wantsStates: Bool
  ) -> [GateGradients] {
    let results = passes.map { GateGradients($0) }
    // The gradient of a single step's gates passes through no recurrent weight.
    let carriesBack =
      (wantsStates || passes[0].layout.steps > 1) && weights[0].recurrentWeight.count > 0
    let packed = zip(passes, weights).map { pass, weights in
      guard carriesBack else { return Tensor(uninitialized: [0]) }
      return PackedRecurrentWeights.pack(
        pass.cell, CLSTM_WEIGHT_RECURRENT, weights.recurrentWeight, pass.hiddenSize,
        clstm_pack_backward)
    }
    let projections = weights.map { weights in
      (weights.projectionWeight ?? weights.candidateWeight).map {
        PackedRecurrentWeights.packProjection($0, isBackward: true)
      }
    }
    // One row of zeros with stride 0 stands for an output that nothing reads.
    let nothing = Tensor.zeros([passes[0].hiddenStateSize])
    let runs = passes.indices.map { number in
      let pass = passes[number]
      // The kernel only reads the output here.
      var run = pass.description(
        recurrent: packed[number].pointer, projection: projections[number]?.pointer,
        output: UnsafeMutablePointer(mutating: output.pointer), stride: output.shape.columnCount,
        inputSize: 0)
      run.gradient = clstm_sequence_gradient(
        output_gradient: upstream.map { $0.pointer + pass.hiddenColumn } ?? nothing.pointer,
        output_gradient_row_stride: upstream?.shape.columnCount ?? 0,
        gate_gradients: results[number].all.freshPointer,
        hidden_gradient: carries[number].hidden.freshPointer,
        cell_gradient: carries[number].cell.freshPointer,
        recurrent_gradients: results[number].recurrent.freshPointer,
        shown_gradients: results[number].shown.freshPointer,
        projection_gradients: results[number].hidden.freshPointer,
        skips_initial: wantsStates ? 0 : 1)
      return run
    }
    var scratch = Tensor(uninitialized: [0])
    SequenceRun.perform(runs, in: &scratch)
    let complete = passes.indices.map { results[$0].completed(after: runs[$0], passes[$0]) }
    withExtendedLifetime((packed, projections, nothing, upstream, output, carries)) {}
    return complete
  }
}

extension GateGradients {
  /// Those of the plain LSTM, GRU and RNN, where one gradient stands for both projections.
  init(ofGates gates: Tensor) {
    let none = Tensor(uninitialized: [0])
    self.init(all: gates, recurrent: gates, input: gates, shown: none, hidden: none)
  }

  /// Room for the gradients of a pass.
  fileprivate init(_ pass: RecurrentPass) {
    all = Tensor(uninitialized: pass.gates.shape)
    let normalizes = pass.variant?.normalization != nil
    recurrent = normalizes ? Tensor(uninitialized: pass.gates.shape) : all
    shown = Tensor(uninitialized: normalizes ? pass.cells.shape : [0])
    input = all
    hidden = Tensor(
      uninitialized: [pass.shown.count > 0 ? pass.layout.rowCount : 0, pass.hiddenStateSize])
  }

  /// With what follows from the gradients of the gates once the run has gone back through the sequence.
  fileprivate func completed(after run: SequenceRun, _ pass: RecurrentPass) -> GateGradients {
    guard let variant = pass.variant else { return self }
    var result = self
    if variant.peepholes != nil {
      result.peepholes = variant.variant.gathered(
        run.peepholeGradients(), hiddenSize: pass.hiddenSize)
    }
    guard variant.normalization != nil else { return result }
    result.input = run.inputGradients(like: all)
    let (gains, row) = (run.gainGradients(), pass.cell.gateRow(pass.hiddenSize))
    let (padded, size) = (clstm_padded(pass.hiddenSize), pass.hiddenSize)
    func gate(_ first: Int) -> Tensor {
      pass.unpacked(CLSTM_WEIGHT_INPUT, gains.rows(first..<first + row))
    }
    func cell(_ first: Int) -> Tensor { gains.rows(first..<first + size) }
    result.normalization = RecurrentNormalization(
      inputScale: gate(0), recurrentScale: gate(row), cellScale: cell(2 * row),
      cellShift: cell(2 * row + padded))
    return result
  }
}
