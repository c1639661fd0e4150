import Foundation

extension Reference {
  /// What one query of each source reads.
  ///
  /// - Parameters:
  ///   - queries: [N, A].
  ///   - keys: [S, N, A].
  ///   - values: [S, N, C].
  ///   - lengths: the steps that each source has, [N].
  ///   - energy: v of the additive score vᵀ tanh(q + k), [A]; `nil`: qᵀ k.
  /// - Returns: contexts [N, C] and weights [N, S].
  package static func attention(
    _ queries: DoubleArray, keys: DoubleArray, values: DoubleArray, lengths: [Int],
    energy: DoubleArray? = nil
  ) -> (contexts: DoubleArray, weights: DoubleArray) {
    let (steps, batch) = (keys.shape[0], keys.shape[1])
    let (features, size) = (keys.shape[2], values.shape[2])
    var contexts = DoubleArray(shape: [batch, size])
    var weights = DoubleArray(shape: [batch, steps])
    for row in 0..<batch {
      let scores: [Double] = (0..<lengths[row]).map { step in
        (0..<features).reduce(0.0) { sum, place in
          let query = queries[row * features + place]
          let key = keys[(step * batch + row) * features + place]
          return sum + (energy.map { $0[place] * tanh(query + key) } ?? query * key)
        }
      }
      let most = scores.max() ?? 0
      let terms = scores.map { exp($0 - most) }
      let total = terms.reduce(0, +)
      for (step, term) in terms.enumerated() {
        weights[row * steps + step] = term / total
        for place in 0..<size {
          contexts[row * size + place] +=
            term / total * values[(step * batch + row) * size + place]
        }
      }
    }
    return (contexts, weights)
  }

  /// A decoder that feeds its input, by the equations of its papers.
  package struct AttentionDecoder {
    package var lstm: LSTM
    /// W_k.
    package var key: DoubleArray
    /// W_q, b_q and v, of the additive score.
    package var additive: (query: DoubleArray, bias: DoubleArray, energy: DoubleArray)?
    /// W_c and b_c.
    package var combination: (weight: DoubleArray, bias: DoubleArray)

    package init(
      lstm: LSTM, key: DoubleArray,
      additive: (query: DoubleArray, bias: DoubleArray, energy: DoubleArray)?,
      combination: (weight: DoubleArray, bias: DoubleArray)
    ) {
      self.lstm = lstm
      self.key = key
      self.additive = additive
      self.combination = combination
    }

    /// The attentional vectors [T, N, H] of inputs [T, N, E] over a memory [S, N, C].
    package func forward(
      _ inputs: DoubleArray, memory: DoubleArray, lengths: [Int], initial: LSTM.State
    ) -> DoubleArray {
      let batch = inputs.shape[1]
      let keys = Reference.linear(memory, weight: key, bias: nil)
      var state = initial
      var fed = DoubleArray(shape: [batch, lstm.hiddenSize])
      var outputs: [DoubleArray] = []
      for time in 0..<inputs.shape[0] {
        let input = inputs.block(time)
        let context: DoubleArray
        func step(_ beside: DoubleArray) {
          let joined = Reference.concatenate([input, beside])
          state =
            lstm.forward(joined.reshaped([1] + joined.shape), initial: state).final
        }
        if let additive {
          let query = Reference.linear(
            state.hidden, weight: additive.query, bias: additive.bias)
          context =
            Reference.attention(
              query, keys: keys, values: memory, lengths: lengths, energy: additive.energy
            ).contexts
          step(context)
        } else {
          step(fed)
          context =
            Reference.attention(
              state.hidden, keys: keys, values: memory, lengths: lengths
            ).contexts
        }
        fed = Reference.linear(
          Reference.concatenate([context, state.hidden]), weight: combination.weight,
          bias: combination.bias
        ).map(tanh)
        outputs.append(fed)
      }
      return DoubleArray.stacking(outputs)
    }
  }
}
