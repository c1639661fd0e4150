import CLSTMKernels

/// The recurrent cells that the fused kernels know.
package enum RecurrentCell: Sendable, Equatable {
  case lstm(LSTMVariant)
  case gru
  /// The reset gate multiplies the hidden state before the product.
  case gruResetBefore
  case rnn
  /// Heads share no recurrent weight.
  case slstm(heads: Int)
  case mlstm(heads: Int)

  /// The LSTM of the textbook.
  package static let lstm = RecurrentCell.lstm(.plain)

  var code: clstm_cell {
    switch self {
    case .gru: CLSTM_CELL_GRU
    case .gruResetBefore: CLSTM_CELL_GRU_RESET_BEFORE
    case .rnn: CLSTM_CELL_RNN
    case .slstm: CLSTM_CELL_SLSTM
    case .mlstm(let heads):
      clstm_cell(
        rawValue: CLSTM_CELL_MLSTM.rawValue | UInt32(heads) << UInt32(CLSTM_HEADS_SHIFT))
    case .lstm(let variant):
      clstm_cell(
        rawValue: CLSTM_CELL_LSTM.rawValue
          | (variant.hasInputGate ? 0 : CLSTM_WITHOUT_INPUT_GATE.rawValue)
          | (variant.ownsForgetGate ? 0 : CLSTM_WITHOUT_FORGET_GATE.rawValue)
          | (variant.hasOutputGate ? 0 : CLSTM_WITHOUT_OUTPUT_GATE.rawValue))
    }
  }

  /// The variant of an LSTM; `nil` for other cells.
  package var variant: LSTMVariant? {
    if case .lstm(let variant) = self { variant } else { nil }
  }

  /// Rows of a weight: H for each gate; 4H + 2 heads for an mLSTM.
  package func weightRows(_ hiddenSize: Int) -> Int {
    clstm_gates(code) * clstm_units(code, hiddenSize)
  }

  /// Columns of a recurrent weight: those of a hidden state, or one head's units; its rows are none where nothing of a step depends
  /// on the hidden state before.
  package func recurrentShape(_ hiddenSize: Int) -> Shape {
    switch self {
    case .slstm(let heads): [weightRows(hiddenSize), hiddenSize / heads]
    case .mlstm: [0, hiddenSize]
    case .gruResetBefore: [2 * hiddenSize, hiddenSize]
    case .lstm, .gru, .rnn: [weightRows(hiddenSize), hiddenStateSize(hiddenSize)]
    }
  }

  /// The shape of the weight that makes a hidden state of what the units show; `nil` where they are the same.
  package func projectionShape(_ hiddenSize: Int) -> Shape? {
    variant?.projectionSize.map { [$0, hiddenSize] }
  }

  /// Units of a layer with these weights.
  func hiddenSize(of weights: RecurrentWeights) -> Int {
    // Every gate with weights has a row for each unit, whatever the columns.
    if fedGateCount > 0 { return weights.recurrentWeight.shape[0] / clstm_gates(code) }
    return weights.projectionWeight?.shape[1] ?? weights.recurrentWeight.shape[1]
  }

  func gateRow(_ hiddenSize: Int) -> Int { clstm_gate_row(code, hiddenSize) }
}

/// The trainable tensors of one layer in one direction.
package struct RecurrentWeights: Sendable {
  /// [gates · H, I].
  package var inputWeight: Tensor
  /// [gates · H, H], [gates · H, P] with a projection, joined with the weight by which gates see gates; [0, H] where the cell has none.
  package var recurrentWeight: Tensor
  /// [gates · H].
  package var bias: Tensor?
  /// [H]: the GRU's bias inside the reset product; `nil` for other cells.
  package var candidateBias: Tensor?
  /// [gates with weights but for the candidate, H]: an LSTM's with peepholes; `nil` for others.
  package var peepholeWeight: Tensor?
  /// [H, H]: the candidate's of a GRU whose reset gate comes before the product; `nil` for others.
  package var candidateWeight: Tensor?
  /// [P, H]: makes the hidden state of what an LSTM's units show; `nil` where they are the same.
  package var projectionWeight: Tensor?
  /// Of a layer-normalised LSTM; `nil` for others.
  package var normalization: RecurrentNormalization?

  package init(
    inputWeight: Tensor, recurrentWeight: Tensor, bias: Tensor?, candidateBias: Tensor? = nil,
    candidateWeight: Tensor? = nil, peepholeWeight: Tensor? = nil, projectionWeight: Tensor? = nil,
    normalization: RecurrentNormalization? = nil
  ) {
    self.inputWeight = inputWeight
    self.recurrentWeight = recurrentWeight
    self.bias = bias
    self.candidateBias = candidateBias
    self.candidateWeight = candidateWeight
    self.peepholeWeight = peepholeWeight
    self.projectionWeight = projectionWeight
    self.normalization = normalization
  }

  package var inputSize: Int { inputWeight.shape[1] }

  package var tensors: [Tensor] {
    [inputWeight, recurrentWeight]
      + [bias, candidateBias, candidateWeight, peepholeWeight, projectionWeight].compactMap { $0 }
      + (normalization?.tensors ?? [])
  }
}

/// Weights laid out for the forward kernels, immutable, shared by all who use the model.
package struct PackedRecurrentWeights: Sendable {
  package let cell: RecurrentCell
  package let inputSize: Int
  package let hiddenSize: Int
  let input: Tensor
  let recurrent: Tensor
  let bias: Tensor
  /// [3, padded H], of an LSTM with peepholes.
  let peepholes: Tensor?
  /// Of a hidden state that is a projection, or of the candidate of a GRU that resets before its product.
  let projection: Tensor?
  let normalization: PackedNormalization?

  package init(_ cell: RecurrentCell, _ weights: RecurrentWeights) {
    self.cell = cell
    inputSize = weights.inputSize
    hiddenSize = cell.hiddenSize(of: weights)
    input = Self.pack(cell, CLSTM_WEIGHT_INPUT, weights.inputWeight, hiddenSize, clstm_pack_forward)
    recurrent = Self.pack(
      cell, CLSTM_WEIGHT_RECURRENT, weights.recurrentWeight, hiddenSize, clstm_pack_forward)
    bias = Tensor(uninitialized: [cell.gateRow(hiddenSize)])
    let plain = weights.bias ?? Tensor.zeros([cell.weightRows(hiddenSize)])
    clstm_pack_bias(
      cell.code, bias.freshPointer, plain.pointer, weights.candidateBias?.pointer, hiddenSize)
    peepholes = weights.peepholeWeight.flatMap { cell.variant?.laidOut($0) }
    projection = (weights.projectionWeight ?? weights.candidateWeight).map {
      Self.packProjection($0, isBackward: false)
    }
    normalization = weights.normalization.map { PackedNormalization(cell, $0) }
    withExtendedLifetime((plain, weights)) {}
  }

  /// A projection's weight [P, H] for the product with what units show, or with gradients of hidden states.
  static func packProjection(_ weight: Tensor, isBackward: Bool) -> Tensor {
    let (features, units) = (weight.shape[0], weight.shape[1])
    let (k, columns) = isBackward ? (features, units) : (units, features)
    let packed = Tensor(uninitialized: [clstm_packed_size(k, columns)])
    clstm_pack(
      packed.freshPointer, weight.pointer, k, columns, isBackward ? units : 1,
      isBackward ? 1 : units)
    withExtendedLifetime(weight) {}
    return packed
  }

  /// What a variant's kernels read beside the weights; `nil` for the plain LSTM and other cells.
  func variantOperands(masks: RecurrentMasks? = nil) -> VariantOperands? {
    guard let variant = cell.variant, !variant.isPlainForKernels else { return nil }
    return VariantOperands(
      variant, peepholes: peepholes, normalization: normalization, masks: masks)
  }

  typealias Packing = (
    clstm_cell, clstm_weight, UnsafeMutablePointer<Float>?, UnsafePointer<Float>?, Int, Int, Int32,
    Int32
  ) -> Void

  static func pack(
    _ cell: RecurrentCell, _ kind: clstm_weight, _ weight: Tensor, _ hiddenSize: Int,
    _ packing: Packing
  ) -> Tensor {
    let columns = weight.shape[1]
    guard weight.count > 0 else { return Tensor(uninitialized: [0]) }
    let size = max(
      clstm_packed_forward_size(cell.code, hiddenSize, columns),
      clstm_packed_backward_size(cell.code, hiddenSize, columns))
    let packed = Tensor(uninitialized: [size])
    nonisolated(unsafe) let packing = packing
    ThreadPool.shared.run(limit: Share.threads(for: size)) { thread, threads in
      packing(
        cell.code, kind, packed.freshPointer, weight.pointer, hiddenSize, columns, Int32(thread),
        Int32(threads))
    }
    withExtendedLifetime(weight) {}
    return packed
  }
}
