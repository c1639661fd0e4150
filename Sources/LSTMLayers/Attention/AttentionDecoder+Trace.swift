import LSTMTensor

extension AttentionDecoder {
  /// Everything that happened while a decoder wrote.
  package struct Trace: Sendable {
    /// The recurrent layer; it read x and, where something is fed, that behind it.
    package let layer: LayerTrace
    /// How each step attended to the source's, [T, N, S]; each row sums to 1.
    package let weights: Tensor
    /// h̃, [T, N, H].
    package let attended: Tensor
  }

  /// Reads whole target sequences and keeps everything that happens.
  ///
  /// - Parameters:
  ///   - inputs: x, [T, N, E].
  ///   - source: what it attends to.
  ///   - states: the initial states of the recurrent layer, [1, N, size] each.
  ///   - lengths: steps of each target; what stands behind them means nothing.
  package func trace(
    _ inputs: Tensor, source: Source, states: [Tensor], lengths: [Int]? = nil
  ) -> Trace {
    guard feedsInput else {
      let layer = recurrent.trace(inputs, states: states, lengths: lengths)[0]
      let read = layer.hidden.attending(
        toKeys: source.keys, values: source.memory, lengths: source.lengths)
      let attended = combination(.concatenatingColumns([read.contexts, layer.hidden]))
        .applying(.tanh)
      return Trace(layer: layer, weights: read.weights, attended: attended)
    }
    let initial = states.map { $0.reshaped(to: [$0.shape[1], $0.shape[2]]) }
    var loop = AttentionLoop(
      self, recurrent.layers[0][0].kernelWeights, source: source, steps: inputs.shape[0],
      states: initial)
    let attended = loop.forward(inputs.detached)
    let layer = recurrent.trace(
      .concatenatingColumns([inputs.detached, loop.fed]), states: states, lengths: lengths)[0]
    return Trace(layer: layer, weights: loop.attentionWeights, attended: attended)
  }
}
