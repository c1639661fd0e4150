import Foundation

extension Reference {
  /// The parameters of one LSTM layer in one direction, its gates stacked in the order input,
  /// forget, candidate, output.
  package struct LSTM: RecurrentReference {
    /// What the input is multiplied by, [4H, I].
    package var inputWeight: DoubleArray
    /// What the hidden state is multiplied by, [4H, H].
    package var recurrentWeight: DoubleArray
    /// Added to both, [4H].
    package var bias: DoubleArray

    package var hiddenSize: Int { recurrentWeight.columnCount }

    package init(
      inputWeight: DoubleArray, recurrentWeight: DoubleArray, bias: DoubleArray? = nil
    ) {
      let hiddenSize = recurrentWeight.columnCount
      precondition(recurrentWeight.shape == [4 * hiddenSize, hiddenSize])
      precondition(inputWeight.rowCount == 4 * hiddenSize)
      self.inputWeight = inputWeight
      self.recurrentWeight = recurrentWeight
      self.bias = bias ?? DoubleArray(shape: [4 * hiddenSize])
      precondition(self.bias.shape == [4 * hiddenSize])
    }

    /// What an LSTM carries from step to step, each part [N, H].
    package struct State: Equatable, Sendable {
      package var hidden: DoubleArray
      package var cell: DoubleArray

      package init(hidden: DoubleArray, cell: DoubleArray) {
        self.hidden = hidden
        self.cell = cell
      }
    }

    /// What a run computed; the quantities of every step are [T, N, H], zero beyond a row's length.
    package struct Trace: RecurrentTrace {
      package var input: DoubleArray
      package var walk: RecurrentWalk
      package var inputGate: DoubleArray
      package var forgetGate: DoubleArray
      package var candidate: DoubleArray
      package var outputGate: DoubleArray
      /// The states that each step started from; "previous" is in processing order.
      package var previousHidden: DoubleArray
      package var previousCell: DoubleArray
      package var cells: DoubleArray
      package var outputs: DoubleArray
      package var final: State
    }

    package func zeroState(batchSize: Int) -> State {
      let zero = DoubleArray(shape: [batchSize, hiddenSize])
      return State(hidden: zero, cell: zero)
    }

    package func forward(
      _ input: DoubleArray, initial: State, lengths: [Int]? = nil, reverse: Bool = false
    ) -> Trace {
      let walk = RecurrentWalk(over: input, lengths: lengths, reverse: reverse)
      var trace = emptyTrace(of: input, walk: walk, initial: initial)
      let inputPart = Reference.linear(input, weight: inputWeight, bias: bias)
      let transposedWeight = Reference.transposed(recurrentWeight)
      for time in walk.times {
        let recurrentPart = Reference.product(trace.final.hidden, transposedWeight)
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
        func preactivation(_ gate: Int) -> Double {
          inputPart[((time * batchSize + row) * 4 + gate) * hiddenSize + unit]
            + recurrentPart[(row * 4 + gate) * hiddenSize + unit]
        }
        let previousHidden = trace.final.hidden[inState]
        let previousCell = trace.final.cell[inState]

        let i = sigmoid(preactivation(0))
        let f = sigmoid(preactivation(1))
        let candidate = tanh(preactivation(2))
        let o = sigmoid(preactivation(3))
        let cell = f * previousCell + i * candidate
        let hidden = o * tanh(cell)

        trace.inputGate[inTime] = i
        trace.forgetGate[inTime] = f
        trace.candidate[inTime] = candidate
        trace.outputGate[inTime] = o
        trace.previousHidden[inTime] = previousHidden
        trace.previousCell[inTime] = previousCell
        trace.cells[inTime] = cell
        trace.outputs[inTime] = hidden
        trace.final.cell[inState] = cell
        trace.final.hidden[inState] = hidden
      }
    }

    private func emptyTrace(
      of input: DoubleArray, walk: RecurrentWalk, initial: State
    ) -> Trace {
      precondition(input.shape.count == 3 && input.columnCount == inputWeight.columnCount)
      let batchSize = input.shape[1]
      precondition(initial.hidden.shape == [batchSize, hiddenSize])
      precondition(initial.cell.shape == [batchSize, hiddenSize])
      let zero = DoubleArray(shape: [input.shape[0], batchSize, hiddenSize])
      return Trace(
        input: input, walk: walk, inputGate: zero, forgetGate: zero, candidate: zero,
        outputGate: zero, previousHidden: zero, previousCell: zero, cells: zero, outputs: zero,
        final: initial)
    }
  }
}
