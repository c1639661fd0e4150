import LSTMTensor

/// What the traces of all cells have in common: the place, what was read, and what was shown.
struct TracedLayer: Sendable {
  var layer: Int
  let isReverse: Bool
  /// x, [T, N, I].
  let input: Tensor
  /// h, [T, N, H].
  let hidden: Tensor
  /// The states before the first step processed, [1, N, H] each: hidden, and cell where there is one.
  let initial: [Tensor]
  let lengths: [Int]?
  /// The layer's weights.
  let parameters: RecurrentParameters

  var previousHidden: Tensor { previous(hidden, initial: initial[0]) }

  /// The state that each step started from: that of the step processed before it.
  func previous(_ states: Tensor, initial: Tensor) -> Tensor {
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
