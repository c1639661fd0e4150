import LSTMLayers
import LSTMTensor

extension EventNetwork {
  /// The outputs of one event, [1, outputs].
  ///
  /// - Parameters:
  ///   - state: what the layers say, after the event where labels are learned from, else before it, [1, H].
  ///   - event: its inputs, [1, F].
  func outputs(state: Tensor, event: Tensor) -> Tensor {
    let known = architecture.isSupervised ? event : event.columns(0..<architecture.contextSize)
    return output(relu(hidden(Tensor.concatenatingColumns([state, known]))))
  }

  /// Holds a unit at zero: nothing reads it.
  mutating func silence(_ unit: RecurrentUnit) {
    recurrent.silence(unit)
    // What the layers say stands first among the inputs of the layer behind them.
    if unit.layer == architecture.layerCount - 1 { hidden.silence(input: unit.index) }
  }
}

extension EventArchitecture {
  /// The parameters of a number's distribution among the outputs of an event.
  func parameters(_ number: Int, in outputs: ArraySlice<Float>) -> SIMD4<Double> {
    let width = Self.distribution.outputCount
    var parameters = SIMD4<Double>.zero
    for place in 0..<width {
      parameters[place] = Double(outputs[outputs.startIndex + number * width + place])
    }
    return parameters
  }
}
