import LSTMTensor

/// The kinds of recurrent layer that a model can be built of.
public enum CellKind: String, Sendable, CaseIterable {
  /// Long short-term memory.
  case lstm
  /// Gated recurrent units.
  case gru
  /// Gated recurrent units whose reset gate comes before the product, as in Cho and others 2014.
  case gruResetBefore = "gru-reset-before"
  /// The plain recurrent network.
  case rnn
  /// An LSTM whose gates see the cell state.
  case peephole
  /// An LSTM that forgets exactly what it lets in, f = 1 − i.
  case coupled
  /// An LSTM that lets everything in.
  case noInputGate = "no-input-gate"
  /// An LSTM that forgets nothing.
  case noForgetGate = "no-forget-gate"
  /// An LSTM that shows everything.
  case noOutputGate = "no-output-gate"
  /// An LSTM whose candidate is not squashed.
  case noInputActivation = "no-input-activation"
  /// An LSTM whose cell state is shown unsquashed.
  case noOutputActivation = "no-output-activation"
  /// An LSTM whose gates see the gates of the step before.
  case fullGateRecurrence = "full-gate-recurrence"
  /// An LSTM that normalises its projections and the cell state that it shows (Ba and others 2016).
  case layerNorm = "layer-norm"
  /// An LSTM with exponential gating (Beck and others 2024), one head.
  case slstm
  /// An LSTM whose memory is a matrix (Beck and others 2024), one to each head of about 64 units.
  case mlstm

  func recurrentCell(
    hiddenSize: Int, options: CellOptions = CellOptions()
  ) -> RecurrentCell {
    switch self {
    case .gru: .gru
    case .gruResetBefore: .gruResetBefore
    case .rnn: .rnn
    case .slstm: .slstm(heads: 1)
    case .mlstm: .mlstm(heads: Self.memoryCount(hiddenSize))
    default: .lstm(variant(options))
    }
  }

  /// What sets it apart from the plain LSTM.
  private func variant(_ options: CellOptions) -> LSTMVariant {
    .with { variant in
      options.apply(to: &variant)
      switch self {
      case .peephole: variant.hasPeepholes = true
      case .coupled: variant.couplesForgetGate = true
      case .noInputGate: variant.hasInputGate = false
      case .noForgetGate: variant.hasForgetGate = false
      case .noOutputGate: variant.hasOutputGate = false
      case .noInputActivation: variant.hasCandidateActivation = false
      case .noOutputActivation: variant.hasOutputActivation = false
      case .fullGateRecurrence: variant.hasFullGateRecurrence = true
      case .layerNorm: variant.hasLayerNormalization = true
      case .lstm, .gru, .gruResetBefore, .rnn, .slstm, .mlstm: break
      }
    }
  }

  /// The heads of an mLSTM: as few as make memories of 64 × 64 or less of its units.
  private static func memoryCount(_ hiddenSize: Int) -> Int {
    (1...max(1, hiddenSize)).first {
      hiddenSize.isMultiple(of: $0) && hiddenSize / $0 <= 64
    } ?? 1
  }

  /// The name that parameters are saved under: all variants of the LSTM share one, and of the GRU.
  var parameterPath: String {
    isLSTM ? "lstm" : self == .gruResetBefore ? CellKind.gru.rawValue : rawValue
  }

  /// Whether it is the LSTM or one of its variants.
  var isLSTM: Bool {
    switch self {
    case .gru, .gruResetBefore, .rnn, .slstm, .mlstm: false
    default: true
    }
  }
}
