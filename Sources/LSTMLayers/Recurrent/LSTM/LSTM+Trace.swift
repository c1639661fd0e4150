import LSTMTensor

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
    stack.trace(input, states: state?.tensors.map(\.tensor), lengths: lengths)
  }
}

extension RecurrentStack {
  /// Reads whole sequences with LSTM cells and keeps every gate and every state of every layer.
  package func trace(
    _ input: Tensor, states: [Tensor]? = nil, lengths: [Int]? = nil
  ) -> [LSTMTrace] {
    precondition(cell.variant != nil, "the traced cell is \(cell)")
    let input = input.detached
    let run = record(input, states: states, lengths: lengths, phase: .inference)
    let initial = (states ?? zeroStates(batchSize: run.layout.batch)).map(\.detached)
    return run.passes.enumerated().flatMap { layer, passes in
      passes.enumerated().map { number, pass in
        func gate(_ gate: Gate) -> Tensor { run.layout.unpack(pass.gate(slot: gate.rawValue)) }
        let columns = number * hiddenSize..<(number + 1) * hiddenSize
        let place = layer * directionCount + number
        return LSTMTrace(
          layer: layer, isReverse: direction.passes[number],
          input: layer == 0 ? input : run.layout.unpack(run.layerOutputs[layer - 1]),
          inputGate: gate(.input), forgetGate: gate(.forget), candidate: gate(.candidate),
          outputGate: gate(.output), cell: run.layout.unpack(pass.cellStates()),
          hidden: run.layout.unpack(run.layerOutputs[layer].columns(columns)),
          initial: initial.map { $0.rows(place..<place + 1) }, lengths: lengths)
      }
    }
  }
}
