import LSTMTensor

/// What happened inside one layer of a plain recurrent network in one direction, [T, N, H], zero beyond a
/// sequence's length.
public struct RNNTrace: Sendable {
  var traced: TracedLayer

  /// Layer, from zero.
  public var layer: Int { traced.layer }
  /// Whether the sequence was read from its last step to its first.
  public var isReverse: Bool { traced.isReverse }
  /// x, what the layer read, [T, N, I].
  public var input: Tensor { traced.input }
  /// h, [T, N, H].
  public var hidden: Tensor { traced.hidden }
  /// The hidden state that each step started from, [T, N, H]; worked out at each use.
  public var previousHidden: Tensor { traced.previousHidden }
}
