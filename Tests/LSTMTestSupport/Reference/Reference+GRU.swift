import Foundation

extension Reference {
  /// The parameters of one GRU layer in one direction.
  ///
  /// The gates are stacked in PyTorch's order reset, update, candidate:
  ///
  ///     r = σ(W_r x + U_r h + b_r)
  ///     z = σ(W_z x + U_z h + b_z)
  ///     n = tanh(W_n x + b_n + r ⊙ (U_n h + c_n))
  ///     h' = (1 − z) ⊙ n + z ⊙ h
  ///
  /// PyTorch keeps a second bias for all three gates; only c_n does anything that b cannot.
  package struct GRU: RecurrentReference {
    /// W, [3H, I].
    package var inputWeight: DoubleArray
    /// U, [3H, H].
    package var recurrentWeight: DoubleArray
    /// b, [3H].
    package var bias: DoubleArray
    /// c_n, [H], inside the reset gate's reach.
    package var recurrentCandidateBias: DoubleArray

    package var hiddenSize: Int { recurrentWeight.columnCount }

    package init(
      inputWeight: DoubleArray, recurrentWeight: DoubleArray, bias: DoubleArray? = nil,
      recurrentCandidateBias: DoubleArray? = nil
    ) {
      let hiddenSize = recurrentWeight.columnCount
      precondition(recurrentWeight.shape == [3 * hiddenSize, hiddenSize])
      precondition(inputWeight.rowCount == 3 * hiddenSize)
      self.inputWeight = inputWeight
      self.recurrentWeight = recurrentWeight
      self.bias = bias ?? DoubleArray(shape: [3 * hiddenSize])
      self.recurrentCandidateBias = recurrentCandidateBias ?? DoubleArray(shape: [hiddenSize])
      precondition(self.bias.shape == [3 * hiddenSize])
      precondition(self.recurrentCandidateBias.shape == [hiddenSize])
    }

    /// What a run computed; the quantities of every step are [T, N, H], zero beyond a row's length.
    package struct Trace: RecurrentTrace {
      package var input: DoubleArray
      package var walk: RecurrentWalk
      package var resetGate: DoubleArray
      package var updateGate: DoubleArray
      package var candidate: DoubleArray
      /// U_n h + c_n, what the reset gate multiplies.
      package var recurrentCandidate: DoubleArray
      /// The hidden state that each step started from; "previous" is in processing order.
      package var previousHidden: DoubleArray
      package var outputs: DoubleArray
      package var final: DoubleArray
    }

    package func zeroState(batchSize: Int) -> DoubleArray {
      DoubleArray(shape: [batchSize, hiddenSize])
    }

    package func forward(
      _ input: DoubleArray, initial: DoubleArray, lengths: [Int]? = nil, reverse: Bool = false
    ) -> Trace {
      let walk = RecurrentWalk(over: input, lengths: lengths, reverse: reverse)
      var trace = emptyTrace(of: input, walk: walk, initial: initial)
      let inputPart = Reference.linear(input, weight: inputWeight, bias: bias)
      let transposedWeight = Reference.transposed(recurrentWeight)
      for time in walk.times {
        let recurrentPart = Reference.product(trace.final, transposedWeight)
        for row in walk.rows(at: time) {
          step(&trace, time: time, row: row, inputPart: inputPart, recurrentPart: recurrentPart)
        }
      }
      return trace
    }

    /// The equations, for all units of one row at one time.
    private func step(
      _ trace: inout Trace, time: Int, row: Int, inputPart: DoubleArray, recurrentPart: DoubleArray
    ) {
      let batchSize = trace.input.shape[1]
      for unit in 0..<hiddenSize {
        let inTime = (time * batchSize + row) * hiddenSize + unit
        let inState = row * hiddenSize + unit
        func fromInput(_ gate: Int) -> Double {
          inputPart[((time * batchSize + row) * 3 + gate) * hiddenSize + unit]
        }
        func fromHidden(_ gate: Int) -> Double {
          recurrentPart[(row * 3 + gate) * hiddenSize + unit]
        }
        let previousHidden = trace.final[inState]

        let r = sigmoid(fromInput(0) + fromHidden(0))
        let z = sigmoid(fromInput(1) + fromHidden(1))
        let recurrentCandidate = fromHidden(2) + recurrentCandidateBias[unit]
        let candidate = tanh(fromInput(2) + r * recurrentCandidate)
        let hidden = (1 - z) * candidate + z * previousHidden

        trace.resetGate[inTime] = r
        trace.updateGate[inTime] = z
        trace.candidate[inTime] = candidate
        trace.recurrentCandidate[inTime] = recurrentCandidate
        trace.previousHidden[inTime] = previousHidden
        trace.outputs[inTime] = hidden
        trace.final[inState] = hidden
      }
    }

    private func emptyTrace(
      of input: DoubleArray, walk: RecurrentWalk, initial: DoubleArray
    ) -> Trace {
      precondition(input.shape.count == 3 && input.columnCount == inputWeight.columnCount)
      precondition(initial.shape == [input.shape[1], hiddenSize])
      let zero = DoubleArray(shape: [input.shape[0], input.shape[1], hiddenSize])
      return Trace(
        input: input, walk: walk, resetGate: zero, updateGate: zero, candidate: zero,
        recurrentCandidate: zero, previousHidden: zero, outputs: zero, final: initial)
    }
  }
}
