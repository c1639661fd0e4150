import CLSTMKernels

extension RecurrentPass {
  /// What normalisation makes of both projections for one gate, α₁ ⊙ norm(U h) + α₂ ⊙ norm(W x), [R, H]; `nil`
  /// where nothing is normalised.
  package func normalizedSum(slot: Int) -> Tensor? {
    guard let gains = variant?.normalization, let record = variant?.record else { return nil }
    let moments = record.moments.values
    let (fromInput, fromState) = (
      self.slot(slot, of: record.input), self.slot(slot, of: record.recurrent)
    )
    var (x, h) = (fromInput.values, fromState.values)
    let (inputGain, recurrentGain) = (gains.input.values, gains.recurrent.values)
    let slots = clstm_slots(cell.code)
    for place in x.indices {
      let (row, unit) = place.quotientAndRemainder(dividingBy: hiddenSize)
      let gain = (unit / 16 * slots + slot) * 16 + unit % 16
      // As the kernels keep them: mean and inverse deviation of the input projection, then of the recurrent one.
      x[place] = (x[place] - moments[6 * row]) * moments[6 * row + 1] * inputGain[gain]
      h[place] = (h[place] - moments[6 * row + 2]) * moments[6 * row + 3] * recurrentGain[gain]
    }
    return Tensor(zip(x, h).map { $0 + $1 }, shape: fromInput.shape)
  }
}
