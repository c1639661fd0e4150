import LSTMTensor

extension AttentionDecoder {
  /// What a decoder attends to: a source that was read.
  public struct Source: Sendable {
    /// m, [S, N, C].
    public let memory: Tensor
    /// W_k m, [S, N, A].
    public let keys: Tensor
    /// The steps that each source has, [N].
    public let lengths: [Int]
  }

  /// Makes a source of its memory [S, N, C] and lengths [N].
  public func source(_ memory: Tensor, lengths: [Int]) -> Source {
    Source(memory: memory, keys: key(memory), lengths: lengths)
  }

  /// Reads a whole target sequence.
  ///
  /// - Parameters:
  ///   - inputs: x, [T, N, E].
  ///   - source: what it attends to.
  ///   - states: the initial states of the recurrent layer, [1, N, size] each.
  /// - Returns: the attentional vectors h̃, [T, N, H].
  package func callAsFunction(_ inputs: Tensor, source: Source, states: [Tensor]) -> Tensor {
    guard feedsInput else {
      let hidden = recurrent.read(inputs, states: states, lengths: nil, phase: .inference).outputs
      let contexts = hidden.attending(
        toKeys: source.keys, values: source.memory, lengths: source.lengths
      ).contexts
      return combination(.concatenatingColumns([contexts, hidden])).applying(.tanh)
    }
    let parameters = recurrent.layers[0][0].kernelWeights
    let batch = inputs.shape[1]
    let initial = states.map { $0.reshaped(to: [batch, $0.shape[2]]) }
    let operands =
      [inputs, source.keys, source.memory] + (energy.map { [$0] } ?? [])
      + (query.map { [$0.weight] + ($0.bias.map { [$0] } ?? []) } ?? [])
      + [combination.weight] + (combination.bias.map { [$0] } ?? []) + parameters.tensors + initial
    var loop = AttentionLoop(
      self, parameters, source: source, steps: inputs.shape[0], states: initial)
    let output = loop.forward(inputs.detached)
    let recorded = loop
    return Tensor.record(inputs: operands, outputs: [output]) { upstream in
      var loop = recorded
      guard let upstream = upstream[0] else { return [] }
      return loop.backward(upstream).map { .dense($0) }
    }[0]
  }
}
