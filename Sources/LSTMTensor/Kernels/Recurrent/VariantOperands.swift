import CLSTMKernels

/// What the kernels read beside the weights where a layer is a variant of the LSTM.
struct VariantOperands: Sendable {
  let variant: LSTMVariant
  /// Of input, forget and output gate [3, padded H], zero where a gate has none.
  let peepholes: Tensor?
  let normalization: PackedNormalization?
  /// Random masks of a training step; without them, the model is used.
  let masks: RecurrentMasks?
  /// Set where a backward pass follows.
  var record: NormalizationRecord?

  init(
    _ variant: LSTMVariant, peepholes: Tensor?, normalization: PackedNormalization?,
    masks: RecurrentMasks?
  ) {
    self.variant = variant
    self.peepholes = peepholes
    self.normalization = normalization
    self.masks = masks
  }

  /// The kernels' description, good for as long as the operands live.
  var description: clstm_variant {
    var result = clstm_variant()
    result.couples_forget_gate = variant.couplesForgetGate ? 1 : 0
    result.has_linear_candidate = variant.hasCandidateActivation ? 0 : 1
    result.has_linear_output = variant.hasOutputActivation ? 0 : 1
    result.cell_clip = variant.cellClip ?? 0
    result.feeds_gates = variant.hasFullGateRecurrence ? 1 : 0
    if let peepholes {
      let padded = peepholes.shape[1]
      result.input_peephole = peepholes.pointer
      result.forget_peephole = peepholes.pointer + padded
      result.output_peephole = peepholes.pointer + 2 * padded
    }
    if let normalization { result.normalization = normalization.description }
    result.normalization.input = record?.input.freshPointer
    result.normalization.recurrent = record?.recurrent.freshPointer
    result.normalization.moments = record?.moments.freshPointer
    result.candidate_mask = masks?.candidate?.pointer
    result.cell_mask = masks?.cell?.pointer
    result.hidden_mask = masks?.hidden?.pointer
    result.cell_rate = masks?.cell == nil ? variant.cellZoneout : 0
    result.hidden_rate = masks?.hidden == nil ? variant.hiddenZoneout : 0
    return result
  }
}

/// Random masks of one direction of one layer, rows packed like the layer's, [R, padded H].
package struct RecurrentMasks: Sendable {
  /// Factors of the candidate: 0, or 1 ÷ (1 − rate).
  package var candidate: Tensor?
  /// Zero where the cell state stays as it was.
  package var cell: Tensor?
  /// Zero where the hidden state stays as it was.
  package var hidden: Tensor?

  /// Draws what a variant needs; `nil` where it needs none.
  ///
  /// - Parameters:
  ///   - firstRow: number of the batch's first row in the whole batch.
  package init?(
    _ variant: LSTMVariant, hiddenSize: Int, layout: SequenceLayout, key: UInt64, firstRow: Int
  ) {
    func draw(_ rate: Float, _ number: UInt64) -> Tensor? {
      guard rate > 0 else { return nil }
      let ones = Tensor(
        repeating: 1, shape: [layout.steps, layout.batch, clstm_padded(hiddenSize)])
      return layout.pack(
        ones.dropout(rate: rate, key: RandomGenerator.key(key, number), firstRow: firstRow))
    }
    candidate = draw(variant.recurrentDropout, 1)
    cell = draw(variant.cellZoneout, 2)
    hidden = draw(variant.hiddenZoneout, 3)
    if candidate == nil && cell == nil && hidden == nil { return nil }
  }
}

extension LSTMVariant {
  /// Peephole weights [gates with weights but for the candidate, H] as the kernels read them.
  func laidOut(_ peepholeWeight: Tensor) -> Tensor {
    let hidden = peepholeWeight.shape[1]
    let result = Tensor.zeros([3, clstm_padded(hidden)])
    for (row, place) in peepholePlaces.enumerated() {
      (result.freshPointer + place * result.shape[1]).update(
        from: peepholeWeight.pointer + row * hidden, count: hidden)
    }
    withExtendedLifetime(peepholeWeight) {}
    return result
  }

  /// The inverse, for gradients.
  func gathered(_ peepholes: Tensor, hiddenSize: Int) -> Tensor {
    let result = Tensor(uninitialized: [peepholePlaces.count, hiddenSize])
    for (row, place) in peepholePlaces.enumerated() {
      (result.freshPointer + row * hiddenSize).update(
        from: peepholes.pointer + place * peepholes.shape[1], count: hiddenSize)
    }
    withExtendedLifetime(peepholes) {}
    return result
  }

  /// Rows of a peephole weight.
  package var peepholeCount: Int { hasPeepholes ? peepholePlaces.count : 0 }

  private var peepholePlaces: [Int] {
    [hasInputGate, ownsForgetGate, hasOutputGate].enumerated().filter(\.element).map(\.offset)
  }
}
