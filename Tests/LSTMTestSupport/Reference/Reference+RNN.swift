import Foundation

extension Reference {
  /// The parameters of one layer of the simple recurrent network in one direction:
  /// h' = tanh(W x + U h + b).
  package struct RNN: RecurrentReference {
    /// W, [H, I].
    package var inputWeight: DoubleArray
    /// U, [H, H].
    package var recurrentWeight: DoubleArray
    /// b, [H].
    package var bias: DoubleArray

    package var hiddenSize: Int { recurrentWeight.columnCount }

    package init(
      inputWeight: DoubleArray, recurrentWeight: DoubleArray, bias: DoubleArray? = nil
    ) {
      let hiddenSize = recurrentWeight.columnCount
      precondition(recurrentWeight.shape == [hiddenSize, hiddenSize])
      precondition(inputWeight.rowCount == hiddenSize)
      self.inputWeight = inputWeight
      self.recurrentWeight = recurrentWeight
      self.bias = bias ?? DoubleArray(shape: [hiddenSize])
      precondition(self.bias.shape == [hiddenSize])
    }

    /// What a run computed.
    package struct Trace: RecurrentTrace {
      package var input: DoubleArray
      package var walk: RecurrentWalk
      /// The hidden state [T, N, H] that each step started from, in processing order.
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
      precondition(input.shape.count == 3 && input.columnCount == inputWeight.columnCount)
      precondition(initial.shape == [input.shape[1], hiddenSize])
      let walk = RecurrentWalk(over: input, lengths: lengths, reverse: reverse)
      let zero = DoubleArray(shape: [input.shape[0], input.shape[1], hiddenSize])
      var trace = Trace(
        input: input, walk: walk, previousHidden: zero, outputs: zero, final: initial)
      let inputPart = Reference.linear(input, weight: inputWeight, bias: bias)
      let transposedWeight = Reference.transposed(recurrentWeight)
      for time in walk.times {
        let recurrentPart = Reference.product(trace.final, transposedWeight)
        for row in walk.rows(at: time) {
          for unit in 0..<hiddenSize {
            let inTime = (time * input.shape[1] + row) * hiddenSize + unit
            let inState = row * hiddenSize + unit
            trace.previousHidden[inTime] = trace.final[inState]
            trace.final[inState] = tanh(inputPart[inTime] + recurrentPart[inState])
            trace.outputs[inTime] = trace.final[inState]
          }
        }
      }
      return trace
    }

    package func backward(
      _ trace: Trace, outputs: DoubleArray, final: DoubleArray
    ) -> RecurrentGradients<RNN> {
      let batchSize = trace.input.shape[1]
      var preactivations = DoubleArray(shape: outputs.shape)
      var state = final
      for time in trace.walk.times.reversed() {
        for row in trace.walk.rows(at: time) {
          for unit in 0..<hiddenSize {
            let inTime = (time * batchSize + row) * hiddenSize + unit
            let inState = row * hiddenSize + unit
            let hidden = trace.outputs[inTime]
            preactivations[inTime] = (state[inState] + outputs[inTime]) * (1 - hidden * hidden)
            state[inState] = 0
          }
        }
        state = state + Reference.product(preactivations.block(time), recurrentWeight)
      }
      return RecurrentGradients(
        input: Reference.product(preactivations, inputWeight),
        initial: state,
        parameters: RNN(
          inputWeight: Reference.product(transposing: preactivations, trace.input),
          recurrentWeight: Reference.product(transposing: preactivations, trace.previousHidden),
          bias: Reference.columnSums(preactivations)))
    }
  }
}
