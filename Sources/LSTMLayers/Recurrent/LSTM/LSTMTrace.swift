import LSTMTensor

/// Everything that happened inside one layer of an LSTM in one direction, each quantity [T, N, H], zero
/// beyond a sequence's length.
///
/// A gate that a variant is without is 1 throughout.
public struct LSTMTrace: Sendable {
  /// Layer, from zero.
  public let layer: Int
  /// Whether the sequence was read from its last step to its first.
  public let isReverse: Bool
  /// x, what the layer read, [T, N, I].
  public let input: Tensor
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
  /// The hidden and the cell state before the first step processed, [1, N, H].
  let initial: [Tensor]
  let lengths: [Int]?

  /// The hidden state that each step started from: that of the step processed before it.
  ///
  /// Worked out at each use; so is ``previousCell``.
  public var previousHidden: Tensor { previous(hidden, initial: initial[0]) }

  /// The cell state that each step started from: that of the step processed before it.
  public var previousCell: Tensor { previous(cell, initial: initial[1]) }

  private func previous(_ states: Tensor, initial: Tensor) -> Tensor {
    let (steps, batch, size) = (states.shape[0], states.shape[1], states.shape[2])
    let rows = Tensor.concatenatingRows([states, initial, .zeros([1, batch, size])])
      .reshaped(to: [(steps + 2) * batch, size])
    let sources = (0..<steps).flatMap { step in
      (0..<batch).map { sequence in
        let length = lengths?[sequence] ?? steps
        let isFirst = step == (isReverse ? length - 1 : 0)
        let source = step >= length ? steps + 1 : isFirst ? steps : step + (isReverse ? 1 : -1)
        return Int32(source * batch + sequence)
      }
    }
    return rows.gathering(TokenIDs(sources, shape: [steps, batch]))
  }
}
