extension Tensor {
  /// What these queries read from sources that they attend to, all at once.
  ///
  /// - Parameters:
  ///   - keys: what they are compared with, [S, N, A].
  ///   - values: what they read, [S, N, C].
  ///   - lengths: the steps that each source has, [N].
  ///   - energy: v of the additive score, [A]; `nil`: the score is a product.
  /// - Returns: the contexts [T, N, C] of queries [T, N, A], and how each is made up of its source's steps, [T, N, S],
  ///   not differentiable.
  public func attending(
    toKeys keys: Tensor, values: Tensor, lengths: [Int], energy: Tensor? = nil
  ) -> (contexts: Tensor, weights: Tensor) {
    let memory = AttentionMemory(keys: keys, values: values, lengths: lengths, energy: energy)
    let (queries, shape) = (detached, shape)
    let (contexts, weights) = memory.read(queries)
    let result = contexts.viewed(as: shape.replacingLast(with: values.shape[2]))
    let recorded = result.recorded(
      from: [self, keys, values] + (energy.map { [$0] } ?? [])
    ) { upstream in
      var gradients = AttentionGradients(of: memory)
      let query = gradients.add(memory, queries, weights: weights, upstream: upstream)
      return [.dense(query), .dense(gradients.keys), .dense(gradients.values)]
        + (memory.energy == nil ? [] : [.dense(gradients.energy)])
    }
    return (recorded, weights.viewed(as: shape.replacingLast(with: memory.steps)))
  }
}
