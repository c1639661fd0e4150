import Foundation

extension Reference.LSTM {
  package func backward(
    _ trace: Trace, outputs: DoubleArray, final: State
  ) -> RecurrentGradients<Reference.LSTM> {
    backward(trace, outputs: outputs, final: final, cells: nil)
  }

  /// The gradients, given those of the outputs [T, N, H], of the final state, and of the cells
  /// [T, N, H] where a loss looks at them.
  package func backward(
    _ trace: Trace, outputs: DoubleArray, final: State, cells: DoubleArray?
  ) -> RecurrentGradients<Reference.LSTM> {
    let (steps, batchSize) = (trace.input.shape[0], trace.input.shape[1])
    let outputsAndCells = (outputs, cells ?? DoubleArray(shape: outputs.shape))
    var preactivations = DoubleArray(shape: [steps, batchSize, 4 * hiddenSize])
    // The gradient of the state that the step at hand has produced.
    var state = final
    for time in trace.walk.times.reversed() {
      for row in trace.walk.rows(at: time) {
        stepBackward(
          trace, time: time, row: row, upstream: outputsAndCells, state: &state,
          preactivations: &preactivations)
      }
      // The rows that rested at this time have zero preactivation gradients, so this adds nothing
      // to them; for the others `stepBackward` left zeros to add to.
      state.hidden =
        state.hidden + Reference.product(preactivations.block(time), recurrentWeight)
    }
    return RecurrentGradients(
      input: Reference.product(preactivations, inputWeight),
      initial: state,
      parameters: Reference.LSTM(
        inputWeight: Reference.product(transposing: preactivations, trace.input),
        recurrentWeight: Reference.product(transposing: preactivations, trace.previousHidden),
        bias: Reference.columnSums(preactivations)))
  }

  /// The chain rule through the equations, for all units of one row at one time.
  private func stepBackward(
    _ trace: Trace, time: Int, row: Int, upstream: (outputs: DoubleArray, cells: DoubleArray),
    state: inout State, preactivations: inout DoubleArray
  ) {
    let batchSize = trace.input.shape[1]
    for unit in 0..<hiddenSize {
      let inTime = (time * batchSize + row) * hiddenSize + unit
      let inState = row * hiddenSize + unit
      let inGates = (time * batchSize + row) * 4 * hiddenSize + unit
      let (i, f) = (trace.inputGate[inTime], trace.forgetGate[inTime])
      let (candidate, o) = (trace.candidate[inTime], trace.outputGate[inTime])
      let squashedCell = tanh(trace.cells[inTime])

      let hiddenGradient = state.hidden[inState] + upstream.outputs[inTime]
      let cellGradient =
        state.cell[inState] + upstream.cells[inTime]
        + hiddenGradient * o * (1 - squashedCell * squashedCell)

      preactivations[inGates] = cellGradient * candidate * i * (1 - i)
      preactivations[inGates + hiddenSize] =
        cellGradient * trace.previousCell[inTime] * f * (1 - f)
      preactivations[inGates + 2 * hiddenSize] = cellGradient * i * (1 - candidate * candidate)
      preactivations[inGates + 3 * hiddenSize] = hiddenGradient * squashedCell * o * (1 - o)
      state.cell[inState] = cellGradient * f
      state.hidden[inState] = 0
    }
  }
}
