import CLSTMKernels

/// Full gate recurrence: what a step hands to the next is the hidden state and, behind it, gates, each in
/// whole blocks of units. Of other cells it is the hidden state alone.
extension RecurrentCell {
  /// Gates whose values of the step before are seen.
  package var fedGateCount: Int { fedGates.count }

  /// Their places among the gates that have weights, as weights stack them.
  private var fedGates: [Int] {
    guard let variant, variant.hasFullGateRecurrence else { return [] }
    let weighted = variant.weightedGates.indices.filter { variant.weightedGates[$0] }
    let candidate = Int(CLSTM_GATE_CANDIDATE)
    return weighted.indices.filter { weighted[$0] != candidate }
  }

  /// The shape of the weight by which gates see gates; `nil` where none do.
  package func gateWeightShape(_ hiddenSize: Int) -> Shape? {
    fedGateCount == 0 ? nil : [fedGateCount * hiddenSize, fedGateCount * hiddenSize]
  }

  /// Columns of what a step hands to the next.
  func carriedSize(_ hiddenSize: Int) -> Int {
    fedGateCount == 0
      ? hiddenStateSize(hiddenSize) : clstm_padded(hiddenSize) * (1 + fedGateCount)
  }

  /// What a step hands to the next [.., carried], of the tensors of a state [.., size].
  func carried(_ states: [Tensor], hiddenSize: Int) -> Tensor {
    guard fedGateCount > 0, let gates = states.last else { return states[0].detached }
    let padded = clstm_padded(hiddenSize)
    let result = Tensor.zeros(states[0].shape.replacingLast(with: carriedSize(hiddenSize)))
    Self.copyBlocks(states[0], 0, to: result, 0, width: hiddenSize)
    for place in 0..<fedGateCount {
      Self.copyBlocks(
        gates, place * hiddenSize, to: result, (place + 1) * padded, width: hiddenSize)
    }
    return result
  }

  /// The tensors of a state, of what a step handed on [.., carried] and of its cell states.
  func states(carried: Tensor, cells: [Tensor], hiddenSize: Int) -> [Tensor] {
    guard fedGateCount > 0 else { return [carried] + cells }
    let padded = clstm_padded(hiddenSize)
    let gates = Tensor(
      uninitialized: carried.shape.replacingLast(with: fedGateCount * hiddenSize))
    for place in 0..<fedGateCount {
      Self.copyBlocks(
        carried, (place + 1) * padded, to: gates, place * hiddenSize, width: hiddenSize)
    }
    return [hiddenStates(carried, hiddenSize: hiddenSize)] + cells + [gates]
  }

  /// The tensors of a state that stand in cell rows.
  func cells(of states: [Tensor]) -> [Tensor] {
    Array(fedGateCount == 0 ? states.dropFirst() : states.dropFirst().dropLast())
  }

  /// The hidden states alone, of rows [.., D · carried]: [.., D · size].
  package func hiddenStates(_ carried: Tensor, directions: Int = 1, hiddenSize: Int) -> Tensor {
    guard fedGateCount > 0 else { return carried }
    let result = Tensor(
      uninitialized: carried.shape.replacingLast(with: directions * hiddenSize))
    for direction in 0..<directions {
      Self.copyBlocks(
        carried, direction * carriedSize(hiddenSize), to: result, direction * hiddenSize,
        width: hiddenSize)
    }
    return result
  }

  private static func copyBlocks(
    _ source: Tensor, _ from: Int, to result: Tensor, _ column: Int, width: Int
  ) {
    clstm_copy_rows(
      result.freshPointer + column, result.shape.columnCount, source.pointer + from,
      source.shape.columnCount, source.shape.rowCount, width)
    withExtendedLifetime(source) {}
  }

  /// The recurrent weight [gates · H, H] and the one by which gates see gates as one, for the kernels:
  /// [gates · H, carried], zero between a candidate and gates.
  package func joining(_ recurrentWeight: Tensor, _ gateWeight: Tensor) -> Tensor {
    let (hidden, places) = (recurrentWeight.shape[1], fedGates)
    let (columns, padded) = (carriedSize(hidden), clstm_padded(hidden))
    let result = Tensor.zeros([recurrentWeight.shape[0], columns])
    Self.copyBlocks(recurrentWeight, 0, to: result, 0, width: hidden)
    let width = places.count * hidden
    // Each block of the gate weight: where it is there, and where in the whole.
    let blocks = places.enumerated().flatMap { row, place in
      places.indices.map { column in
        (
          own: row * hidden * width + column * hidden,
          whole: place * hidden * columns + (column + 1) * padded
        )
      }
    }
    for block in blocks {
      clstm_copy_rows(
        result.freshPointer + block.whole, columns, gateWeight.pointer + block.own, width, hidden,
        hidden)
    }
    withExtendedLifetime(gateWeight) {}
    return result.recorded(from: [recurrentWeight, gateWeight]) { upstream in
      let recurrent = Tensor(uninitialized: [upstream.shape[0], hidden])
      Self.copyBlocks(upstream, 0, to: recurrent, 0, width: hidden)
      let gates = Tensor(uninitialized: [width, width])
      for block in blocks {
        clstm_copy_rows(
          gates.freshPointer + block.own, width, upstream.pointer + block.whole, columns, hidden,
          hidden)
      }
      withExtendedLifetime(upstream) {}
      return [.dense(recurrent), .dense(gates)]
    }
  }
}
