import LSTMTensor

/// The trace of one layer in one direction, whatever its cell.
public enum LayerTrace: Sendable {
  /// Of an LSTM or a variant of it.
  case lstm(LSTMTrace)
  /// Of gated recurrent units.
  case gru(GRUTrace)
  /// Of a plain recurrent network.
  case rnn(RNNTrace)

  private var traced: TracedLayer {
    get {
      switch self {
      case .lstm(let trace): trace.traced
      case .gru(let trace): trace.traced
      case .rnn(let trace): trace.traced
      }
    }
    set {
      switch self {
      case .lstm(var trace):
        trace.traced = newValue
        self = .lstm(trace)
      case .gru(var trace):
        trace.traced = newValue
        self = .gru(trace)
      case .rnn(var trace):
        trace.traced = newValue
        self = .rnn(trace)
      }
    }
  }

  /// The same layer in a network that counts so many layers below it, of another stack.
  package func above(_ count: Int) -> LayerTrace {
    var trace = self
    trace.traced.layer += count
    return trace
  }

  /// Layer, from zero.
  public var layer: Int { traced.layer }
  /// Whether the sequence was read from its last step to its first.
  public var isReverse: Bool { traced.isReverse }
  /// Steps of each sequence, [N]; `nil`: all have T.
  package var lengths: [Int]? { traced.lengths }
  /// x, what the layer read, [T, N, I].
  public var input: Tensor { traced.input }
  /// h, [T, N, H].
  public var hidden: Tensor { traced.hidden }
  /// The hidden state that each step started from, [T, N, H]; worked out at each use.
  public var previousHidden: Tensor { traced.previousHidden }

  /// The trace of an LSTM; `nil` for other cells.
  public var lstm: LSTMTrace? { if case .lstm(let trace) = self { trace } else { nil } }
  /// The trace of a GRU; `nil` for other cells.
  public var gru: GRUTrace? { if case .gru(let trace) = self { trace } else { nil } }
  /// The trace of a plain recurrent network; `nil` for other cells.
  public var rnn: RNNTrace? { if case .rnn(let trace) = self { trace } else { nil } }
}
