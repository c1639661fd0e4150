import CLSTMKernels

/// The derivatives of one direction of one layer.
package struct RecurrentGradients: Sendable {
  package var input: Tensor?
  /// Of the initial states, as ``RecurrentCell/states(_:)`` lists them.
  package var states: [Tensor]
  /// Of each weight that the layer has.
  package var weights: RecurrentWeights
}

extension RecurrentPass {
  /// Back-propagation through time, in all directions of a layer.
  ///
  /// - Parameters:
  ///   - passes: the directions.
  ///   - weights: theirs in the forward pass.
  ///   - input: its input, packed rows [R, I].
  ///   - output: what its steps handed on, as ``forward(_:input:states:layout:reversed:masks:)`` returned it.
  ///   - upstream: gradient of the hidden states [R, D · H]; `nil` means zero.
  ///   - finals: by direction, gradients of the final states [N, size].
  ///   - wantsInput: whether the gradient of the input is needed.
  ///   - wantsStates: whether those of the initial states are; otherwise they are left incomplete.
  package static func backward(
    _ passes: [RecurrentPass], weights: [RecurrentWeights], input: Tensor, output: Tensor,
    upstream: Tensor?, finals: [[Tensor?]], wantsInput: Bool, wantsStates: Bool
  ) -> [RecurrentGradients] {
    // The gradients of hidden and cell state travel through these, from the final to the initial ones.
    let carries = zip(passes, finals).map { $0.carries($1) }
    let gradients = gradientsOfGates(
      passes, weights, output: output, upstream: upstream, carries: carries,
      wantsStates: wantsStates)
    return passes.indices.map { number in
      let (pass, gates, carry) = (passes[number], gradients[number], carries[number])
      return RecurrentGradients(
        input: wantsInput ? pass.inputGradient(weights[number], gates.input) : nil,
        states: pass.cell.states(
          carried: carry.hidden.columns(0..<pass.carriedSize),
          cells: pass.cell.cellStates(carry.cell, hiddenSize: pass.hiddenSize),
          hiddenSize: pass.hiddenSize),
        weights: pass.weightGradients(weights[number], gates, input: input, output: output))
    }
  }

  /// The gradients of the weights, from those of the gates.
  func weightGradients(
    _ weights: RecurrentWeights, _ gates: GateGradients, input: Tensor, output: Tensor
  ) -> RecurrentWeights {
    let bias = biasGradients(gates.all)
    return RecurrentWeights(
      inputWeight: weightGradient(CLSTM_WEIGHT_INPUT, gates.input, of: input),
      recurrentWeight: recurrentGradient(weights, gates.recurrent, output: output),
      bias: weights.bias.map { _ in bias.gates },
      candidateBias: weights.candidateBias.map { _ in bias.candidate },
      candidateWeight: weights.candidateWeight.map { candidateGradient(gates.all, like: $0) },
      peepholeWeight: gates.peepholes,
      projectionWeight: weights.projectionWeight.map { projectionGradient(gates, like: $0) },
      normalization: gates.normalization)
  }

  /// The gradient of the weight by which a candidate sees what a reset gate leaves [H, H].
  private func candidateGradient(_ gates: Tensor, like weight: Tensor) -> Tensor {
    guard layout.rowCount > 0 else { return .zeros(weight.shape) }
    let result = Tensor(uninitialized: weight.shape)
    let (candidates, seen) = (slot(2, of: gates), slot(3, of: self.gates))
    Product.multiply(
      m: hiddenSize, n: hiddenSize, k: layout.rowCount,
      MatrixOperand(candidates.pointer, columns: hiddenSize).transposed,
      MatrixOperand(seen.pointer, columns: hiddenSize), into: result.freshPointer,
      rowStride: hiddenSize)
    withExtendedLifetime((candidates, seen)) {}
    return result
  }

  /// The gradient of the projection's weight [P, H]: one product over all rows of all time steps.
  private func projectionGradient(_ gates: GateGradients, like weight: Tensor) -> Tensor {
    guard layout.rowCount > 0 else { return .zeros(weight.shape) }
    let result = Tensor(uninitialized: weight.shape)
    Product.multiply(
      m: weight.shape[0], n: hiddenSize, k: layout.rowCount,
      MatrixOperand(gates.hidden.pointer, columns: weight.shape[0]).transposed,
      MatrixOperand(shown.pointer, columns: shown.shape[1]), into: result.freshPointer,
      rowStride: hiddenSize)
    withExtendedLifetime((gates, self)) {}
    return result
  }

  /// The gradients of the final states as the kernels carry them: [N, padded H or P] and [N, cell row].
  private func carries(_ finals: [Tensor?]) -> (hidden: Tensor, cell: Tensor) {
    let (size, padded) = (carriedSize, clstm_padded(carriedSize))
    let hidden = Tensor.zeros([layout.batch, padded])
    let all = zip(finals, cell.states(hiddenSize)).map { gradient, state in
      gradient ?? .zeros([layout.batch, state.size])
    }
    let carried = cell.carried(all, hiddenSize: hiddenSize)
    clstm_copy_rows(hidden.freshPointer, padded, carried.pointer, size, layout.batch, size)
    withExtendedLifetime(carried) {}
    return (
      hidden, cell.cellRows(cell.cells(of: all), rows: layout.batch, hiddenSize: hiddenSize)
    )
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
    _ kind: clstm_weight, _ gateGradients: Tensor, of factor: Tensor
  ) -> Tensor {
    let rows =
      kind == CLSTM_WEIGHT_INPUT
      ? cell.weightRows(hiddenSize) : cell.recurrentShape(hiddenSize)[0]
    let shape: Shape = [rows, factor.shape.columnCount]
    guard layout.rowCount > 0 else { return .zeros(shape) }
    let result = Tensor(uninitialized: shape)
    Product.multiplyByGates(
      cell, kind, hiddenSize: hiddenSize, n: shape[1], k: layout.rowCount, gateGradients.pointer,
      MatrixOperand(factor.pointer, columns: shape[1]), into: result.freshPointer)
    withExtendedLifetime((gateGradients, factor)) {}
    return result
  }

  private func recurrentGradient(
    _ weights: RecurrentWeights, _ gateGradients: Tensor, output: Tensor
  ) -> Tensor {
    guard weights.recurrentWeight.count > 0 else { return .zeros(weights.recurrentWeight.shape) }
    return weightGradient(
      CLSTM_WEIGHT_RECURRENT, gateGradients, of: previousHidden(output: output))
  }

  func unpacked(_ kind: clstm_weight, _ sums: Tensor) -> Tensor {
    let result = Tensor.zeros([cell.weightRows(hiddenSize)])
    clstm_unpack_gradient(cell.code, kind, result.freshPointer, sums.pointer, hiddenSize)
    withExtendedLifetime(sums) {}
    return result
  }

  private func biasGradients(_ gateGradients: Tensor) -> (gates: Tensor, candidate: Tensor) {
    let sums = gateGradients.columnSums()
    let gates = unpacked(CLSTM_WEIGHT_INPUT, sums)
    guard cell == .gru else { return (gates, Tensor.zeros([0])) }
    let recurrent = unpacked(CLSTM_WEIGHT_RECURRENT, sums)
    return (gates, recurrent.rows(2 * hiddenSize..<3 * hiddenSize))
  }

  /// What each row was handed by the step before [R, H or P, or with gates].
  private func previousHidden(output: Tensor) -> Tensor {
    let (size, stride) = (carriedSize, output.shape.columnCount)
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
