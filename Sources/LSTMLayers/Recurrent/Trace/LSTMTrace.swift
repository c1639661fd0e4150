import LSTMTensor

/// Everything that happened inside one layer of an LSTM in one direction, each quantity [T, N, H], zero
/// beyond a sequence's length.
///
/// A gate that a variant is without is 1 throughout.
public struct LSTMTrace: Sendable {
  /// What sets the layer apart from the plain LSTM.
  public let variant: LSTMVariant
  /// i, [T, N, H].
  public let inputGate: Tensor
  /// f, [T, N, H].
  public let forgetGate: Tensor
  /// C̃, [T, N, H].
  public let candidate: Tensor
  /// o, [T, N, H].
  public let outputGate: Tensor
  /// C, [T, N, H].
  public let cell: Tensor
  /// The weights by which gates see the cell state, one row [H] for each gate that has some, in the
  /// order of ``Gate``; `nil` without peepholes.
  public let peepholeWeight: Tensor?
  /// The gains of a layer that normalises; `nil` for others.
  public let normalization: RecurrentNormalization?
  /// Of each gate that has weights, [T, N, H], where the layer normalises.
  let normalizedSums: [Gate: Tensor]
  var traced: TracedLayer

  /// Layer, from zero.
  public var layer: Int { traced.layer }
  /// Whether the sequence was read from its last step to its first.
  public var isReverse: Bool { traced.isReverse }
  /// x, what the layer read, [T, N, I].
  public var input: Tensor { traced.input }
  /// h, [T, N, H]; P for H where it is a projection of what the units show.
  public var hidden: Tensor { traced.hidden }

  /// The hidden state that each step started from: that of the step processed before it, in the same
  /// shape.
  ///
  /// Worked out at each use; so is ``previousCell``.
  public var previousHidden: Tensor { traced.previousHidden }

  /// The cell state that each step started from: that of the step processed before it, [T, N, H].
  public var previousCell: Tensor { traced.previous(cell, initial: traced.initial[1]) }

  /// The value of a gate after the step before, which the gates of a step see, [T, N, H]; `nil` where they do not, and
  /// for a gate that the variant is without.
  public func previousGate(_ gate: Gate) -> Tensor? {
    guard variant.hasFullGateRecurrence, let place = variant.seeingGates.firstIndex(of: gate) else {
      return nil
    }
    let size = cell.shape.columnCount
    let values =
      switch gate {
      case .input: inputGate
      case .forget: forgetGate
      case .candidate: candidate
      case .output: outputGate
      }
    // Behind the hidden and the cell state stand the gates that are fed back.
    return traced.previous(
      values, initial: traced.initial[2].columns(place * size..<(place + 1) * size))
  }

  /// α₁ ⊙ norm(U h′) + α₂ ⊙ norm(W x), what normalisation makes of a gate's two projections, [T, N, H]; `nil` where
  /// the layer does not normalise, and for a gate that the variant is without.
  public func normalizedSum(of gate: Gate) -> Tensor? { normalizedSums[gate] }

  /// The weights by which a gate sees the cell state, one a unit; `nil` where it does not.
  public func peepholes(of gate: Gate) -> [Float]? {
    guard let row = variant.seeingGates.firstIndex(of: gate) else { return nil }
    return peepholeWeight?.rows(row..<row + 1).values
  }
}

extension LSTMVariant {
  /// The gates that have weights of their own and can see cell states or gates, in the order of ``Gate``.
  fileprivate var seeingGates: [Gate] {
    [.input, .forget, .output].filter { weightedGates[$0.rawValue] }
  }
}
