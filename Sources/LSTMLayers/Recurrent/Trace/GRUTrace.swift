import LSTMTensor

/// Everything that happened inside one layer of a GRU in one direction, each quantity [T, N, H], zero
/// beyond a sequence's length.
public struct GRUTrace: Sendable {
  /// r, [T, N, H].
  public let resetGate: Tensor
  /// z, [T, N, H]: how much of the hidden state stays.
  public let updateGate: Tensor
  /// n, what there is to take its place, [T, N, H].
  public let candidate: Tensor
  /// Where the reset gate stands.
  public let reset: GRU.Reset
  /// U h′ + b′, the candidate's share of the state before the reset gate multiplies it, [T, N, H]; where the gate comes
  /// before the product, r ⊙ h′, what it leaves of the hidden state.
  public let recurrentCandidate: Tensor
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
