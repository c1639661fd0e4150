import LSTMTensor

extension LSTM {
  /// Reads whole sequences and keeps every gate and every state of every layer.
  ///
  /// Nothing is kept but here: a call of the layer costs the same whether anybody ever traces it.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from.
  ///   - lengths: steps of each sequence.
  /// - Returns: one trace a layer and direction, each quantity [T, N, H].
  public func trace(_ input: Tensor, state: LSTMState? = nil, lengths: [Int]? = nil) -> [LSTMTrace]
  {
    stack.trace(input, states: state?.tensors.map(\.tensor), lengths: lengths)
      .compactMap(\.lstm)
  }
}

extension GRU {
  /// Reads whole sequences and keeps every gate and the hidden state of every layer.
  ///
  /// Nothing is kept but here: a call of the layer costs the same whether anybody ever traces it.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from.
  ///   - lengths: steps of each sequence.
  /// - Returns: one trace a layer and direction, each quantity [T, N, H].
  public func trace(_ input: Tensor, state: HiddenState? = nil, lengths: [Int]? = nil) -> [GRUTrace]
  {
    stack.trace(input, states: state?.tensors.map(\.tensor), lengths: lengths)
      .compactMap(\.gru)
  }
}

extension RNN {
  /// Reads whole sequences and keeps what every layer read and its hidden state.
  ///
  /// - Parameters:
  ///   - input: [T, N, I].
  ///   - state: where the sequences continue from.
  ///   - lengths: steps of each sequence.
  /// - Returns: one trace a layer and direction, each quantity [T, N, H].
  public func trace(_ input: Tensor, state: HiddenState? = nil, lengths: [Int]? = nil) -> [RNNTrace]
  {
    stack.trace(input, states: state?.tensors.map(\.tensor), lengths: lengths)
      .compactMap(\.rnn)
  }
}

extension RecurrentStack {
  /// Whether there is a trace of the cell.
  package var isTraced: Bool {
    switch cell {
    case .lstm, .gru, .gruResetBefore, .rnn: true
    case .slstm, .mlstm: false
    }
  }

  /// Reads whole sequences and keeps every gate and every state of every layer.
  ///
  /// - Precondition: ``isTraced``.
  package func trace(
    _ input: Tensor, states: [Tensor]? = nil, lengths: [Int]? = nil
  ) -> [LayerTrace] {
    let input = input.detached
    let run = record(input, states: states, lengths: lengths, phase: .inference)
    let initial = (states ?? zeroStates(batchSize: run.layout.batch)).map(\.detached)
    return run.passes.enumerated().flatMap { layer, passes in
      passes.enumerated().map { number, pass in
        let columns = number * hiddenStateSize..<(number + 1) * hiddenStateSize
        let place = layer * directionCount + number
        let traced = TracedLayer(
          layer: layer, isReverse: direction.passes[number],
          input: layer == 0 ? input : run.layout.unpack(run.layerOutputs[layer - 1]),
          hidden: run.layout.unpack(run.layerOutputs[layer].columns(columns)),
          initial: initial.map { $0.rows(place..<place + 1) }, lengths: lengths,
          parameters: layers[layer][number])
        return trace(traced, pass, layers[layer][number], run.layout)
      }
    }
  }

  private func normalizedSums(
    _ variant: LSTMVariant, _ pass: RecurrentPass, _ layout: SequenceLayout
  ) -> [Gate: Tensor] {
    Gate.allCases.filter { variant.weightedGates[$0.rawValue] }.reduce(into: [:]) { sums, gate in
      sums[gate] = pass.normalizedSum(slot: gate.rawValue).map { layout.unpack($0) }
    }
  }

  private func trace(
    _ traced: TracedLayer, _ pass: RecurrentPass, _ parameters: RecurrentParameters,
    _ layout: SequenceLayout
  ) -> LayerTrace {
    func slot(_ number: Int) -> Tensor { layout.unpack(pass.gate(slot: number)) }
    func slot(_ gate: Gate) -> Tensor { slot(gate.rawValue) }
    switch cell {
    case .lstm(let variant):
      return .lstm(
        LSTMTrace(
          variant: variant, inputGate: slot(.input), forgetGate: slot(.forget),
          candidate: slot(.candidate), outputGate: slot(.output),
          cell: layout.unpack(pass.cellStates()),
          peepholeWeight: parameters.peepholeWeight?.detached,
          normalization: parameters.normalization,
          normalizedSums: variant.hasLayerNormalization
            ? normalizedSums(variant, pass, layout) : [:], traced: traced))
    case .gru, .gruResetBefore:
      // The kernel's slots: the GRU has one for each part of the candidate.
      return .gru(
        GRUTrace(
          resetGate: slot(0), updateGate: slot(1), candidate: slot(2),
          reset: cell == .gru ? .afterProduct : .beforeProduct, recurrentCandidate: slot(3),
          traced: traced))
    case .rnn:
      return .rnn(RNNTrace(traced: traced))
    case .slstm, .mlstm:
      preconditionFailure("\(cell) keeps no trace; see isTraced")
    }
  }
}
