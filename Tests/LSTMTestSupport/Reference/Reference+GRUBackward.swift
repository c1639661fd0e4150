extension Reference.GRU {
  package func backward(
    _ trace: Trace, outputs: DoubleArray, final: DoubleArray
  ) -> RecurrentGradients<Reference.GRU> {
    let (steps, batchSize) = (trace.input.shape[0], trace.input.shape[1])
    // The candidate's two halves meet in r ⊙ (U_n h + c_n), so the gradients of what the input
    // contributes and of what the hidden state contributes differ there.
    var inputSide = DoubleArray(shape: [steps, batchSize, 3 * hiddenSize])
    var recurrentSide = inputSide
    var state = final
    for time in trace.walk.times.reversed() {
      for row in trace.walk.rows(at: time) {
        stepBackward(
          trace, time: time, row: row, outputs: outputs, state: &state, inputSide: &inputSide,
          recurrentSide: &recurrentSide)
      }
      state = state + Reference.product(recurrentSide.block(time), recurrentWeight)
    }
    let recurrentBias = Reference.columnSums(recurrentSide)
    return RecurrentGradients(
      input: Reference.product(inputSide, inputWeight),
      initial: state,
      parameters: Reference.GRU(
        inputWeight: Reference.product(transposing: inputSide, trace.input),
        recurrentWeight: Reference.product(transposing: recurrentSide, trace.previousHidden),
        bias: Reference.columnSums(inputSide),
        recurrentCandidateBias: DoubleArray(
          Array(recurrentBias.values.suffix(hiddenSize)), shape: [hiddenSize])))
  }

  /// The chain rule through the equations, for all units of one row at one time.
  private func stepBackward(
    _ trace: Trace, time: Int, row: Int, outputs: DoubleArray, state: inout DoubleArray,
    inputSide: inout DoubleArray, recurrentSide: inout DoubleArray
  ) {
    let batchSize = trace.input.shape[1]
    for unit in 0..<hiddenSize {
      let inTime = (time * batchSize + row) * hiddenSize + unit
      let inState = row * hiddenSize + unit
      let inGates = (time * batchSize + row) * 3 * hiddenSize + unit
      let (r, z) = (trace.resetGate[inTime], trace.updateGate[inTime])
      let candidate = trace.candidate[inTime]

      let hiddenGradient = state[inState] + outputs[inTime]
      let candidateGradient = hiddenGradient * (1 - z) * (1 - candidate * candidate)
      let resetGradient = candidateGradient * trace.recurrentCandidate[inTime] * r * (1 - r)
      let updateGradient =
        hiddenGradient * (trace.previousHidden[inTime] - candidate) * z * (1 - z)

      inputSide[inGates] = resetGradient
      inputSide[inGates + hiddenSize] = updateGradient
      inputSide[inGates + 2 * hiddenSize] = candidateGradient
      recurrentSide[inGates] = resetGradient
      recurrentSide[inGates + hiddenSize] = updateGradient
      recurrentSide[inGates + 2 * hiddenSize] = candidateGradient * r
      state[inState] = hiddenGradient * z
    }
  }
}
