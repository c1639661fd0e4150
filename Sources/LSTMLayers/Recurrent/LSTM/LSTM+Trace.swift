import LSTMTensor

/// Everything that happened inside one layer of an LSTM in one direction, each quantity [T, N, H], zero
/// beyond a sequence's length.
public struct LSTMTrace: Sendable {
  /// Layer, from zero.
  public let layer: Int
  /// Whether the sequence was read from its last step to its first.
  public let isReverse: Bool
  /// i.
  public let inputGate: Tensor
  /// f.
  public let forgetGate: Tensor
  /// C̃.
  public let candidate: Tensor
  /// o.
  public let outputGate: Tensor
  /// C.
  public let cell: Tensor
  /// h.
  public let hidden: Tensor
}

extension LSTM {
  /// Reads whole sequences and keeps every gate and every state of every layer.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from.
  ///   - lengths: steps of each sequence.
  /// - Returns: one trace a layer and direction.
  public func trace(_ input: Tensor, state: LSTMState? = nil, lengths: [Int]? = nil) -> [LSTMTrace]
  {
    let run = stack.record(
      input.detached, states: state?.tensors.map(\.tensor), lengths: lengths, phase: .inference)
    return run.passes.enumerated().flatMap { layer, passes in
      passes.enumerated().map { number, pass in
        func gate(_ gate: Gate) -> Tensor { run.layout.unpack(pass.gate(slot: gate.rawValue)) }
        let columns = number * hiddenSize..<(number + 1) * hiddenSize
        return LSTMTrace(
          layer: layer, isReverse: direction.passes[number], inputGate: gate(.input),
          forgetGate: gate(.forget), candidate: gate(.candidate), outputGate: gate(.output),
          cell: run.layout.unpack(pass.cellStates()),
          hidden: run.layout.unpack(run.layerOutputs[layer].columns(columns)))
      }
    }
  }
}
