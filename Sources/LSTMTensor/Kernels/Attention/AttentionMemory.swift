import CLSTMKernels

/// How well a query fits a key.
public enum AttentionScore: String, Sendable, CaseIterable {
  /// Their product, qᵀ k (Luong and others 2015, "Effective approaches to attention-based neural machine translation",
  /// arXiv:1508.04025, equation 8; with keys W m it is their "general" score).
  case dot
  /// vᵀ tanh(q + k) (Bahdanau and others 2015, "Neural machine translation by jointly learning to align and translate",
  /// arXiv:1409.0473, appendix A.1.2).
  case additive
}

/// What queries attend to: the steps of N sources of unequal length.
package struct AttentionMemory: Sendable {
  /// What queries are compared with, [S, N, A].
  package let keys: Tensor
  /// What is read, [S, N, C].
  package let values: Tensor
  /// The steps that each source has, [N], 1...S.
  package let lengths: [Int]
  /// v of the additive score, [A]; `nil`: the score is a product.
  package let energy: Tensor?

  package init(keys: Tensor, values: Tensor, lengths: [Int], energy: Tensor?) {
    let (steps, sources) = (keys.shape[0], keys.shape[1])
    precondition(
      values.shape[0] == steps && values.shape[1] == sources && lengths.count == sources
        && lengths.allSatisfy { (1...steps).contains($0) }
        && (energy.map { $0.count == keys.shape[2] } ?? true),
      "keys \(keys.shape) and values \(values.shape) of \(lengths.count) lengths")
    self.keys = keys.detached
    self.values = values.detached
    self.lengths = lengths
    self.energy = energy?.detached
  }

  /// Steps of the longest source, S.
  package var steps: Int { keys.shape[0] }
  /// N.
  package var sourceCount: Int { keys.shape[1] }

  /// Some of the sources, in any order and number.
  package func sources(_ order: [Int32]) -> AttentionMemory {
    func chosen(_ x: Tensor) -> Tensor {
      let rows = (0..<steps).flatMap { step in
        order.map { Int32(step * sourceCount) + $0 }
      }
      let size = x.shape[2]
      return x.viewed(as: [steps * sourceCount, size]).permutingRows(rows)
        .viewed(as: [steps, order.count, size])
    }
    return AttentionMemory(
      keys: chosen(keys), values: chosen(values), lengths: order.map { lengths[Int($0)] },
      energy: energy)
  }

  /// Where a source's queries stand among the rows of a matrix of queries.
  package enum Order: Sendable {
    /// [T, N]: one query of each source, then the next of each.
    case bySteps
    /// [N, K]: all queries of a source, then those of the next.
    case bySources
  }

  /// What queries read.
  ///
  /// - Parameter queries: [rows, A], as many for each source.
  /// - Returns: the contexts [rows, C], and how each is made up of its source's steps, [rows, S].
  package func read(_ queries: Tensor, order: Order = .bySteps) -> (
    contexts: Tensor, weights: Tensor
  ) {
    let rows = queries.shape.rowCount
    let contexts = Tensor(uninitialized: [rows, values.shape[2]])
    let weights = Tensor(uninitialized: [rows, steps])
    perform(queries.pointer, rows, order, contexts.freshPointer, weights.freshPointer) {
      clstm_attention_forward($0, $1, $2)
    }
    withExtendedLifetime(queries) {}
    return (contexts, weights)
  }

  /// Describes a number of queries to the kernels, and shares the sources among threads.
  fileprivate func perform(
    _ queries: UnsafePointer<Float>, _ rows: Int, _ order: Order,
    _ contexts: UnsafeMutablePointer<Float>, _ weights: UnsafeMutablePointer<Float>,
    _ body: (UnsafePointer<clstm_attention>, Int, Int) -> Void
  ) {
    precondition(rows % max(1, sourceCount) == 0, "\(rows) queries of \(sourceCount) sources")
    let each = rows / max(1, sourceCount)
    var attention = clstm_attention()
    attention.sources = sourceCount
    attention.queries = each
    attention.source_stride = order == .bySteps ? 1 : each
    attention.query_stride = order == .bySteps ? sourceCount : 1
    attention.steps = steps
    attention.features = keys.shape[2]
    attention.values = values.shape[2]
    attention.query = queries
    attention.keys = keys.pointer
    attention.memory = values.pointer
    attention.energy = energy?.pointer
    attention.weights = weights
    attention.context = contexts
    // A hyperbolic tangent costs about as much as sixteen multiply-adds.
    let work = each * steps * (attention.values + attention.features * (energy == nil ? 1 : 16))
    lengths.withUnsafeBufferPointer { lengths in
      attention.lengths = lengths.baseAddress
      nonisolated(unsafe) let (attention, body) = (attention, body)
      Share.pieces(of: sourceCount, grain: max(1, Share.worthAThread / max(1, work))) { range in
        withUnsafePointer(to: attention) { body($0, range.lowerBound, range.upperBound) }
      }
    }
    withExtendedLifetime(self) {}
  }
}

/// The gradients of what queries attended to, added up over any number of them.
package struct AttentionGradients: Sendable {
  /// [S, N, A].
  package private(set) var keys: Tensor
  /// [S, N, C].
  package private(set) var values: Tensor
  /// [N, A], by source.
  private var energies: Tensor

  package init(of memory: AttentionMemory) {
    keys = .zeros(memory.keys.shape)
    values = .zeros(memory.values.shape)
    energies = .zeros([memory.energy == nil ? 0 : memory.sourceCount, memory.keys.shape[2]])
  }

  /// That of v of the additive score, [A].
  package var energy: Tensor { energies.columnSums() }

  /// Goes back through queries.
  ///
  /// - Parameters:
  ///   - queries: [rows, A].
  ///   - weights: as they came out, [rows, S].
  ///   - upstream: the gradients of the contexts, [rows, C].
  /// - Returns: the gradients of the queries, [rows, A].
  package mutating func add(
    _ memory: AttentionMemory, _ queries: Tensor, weights: Tensor, upstream: Tensor
  ) -> Tensor {
    keys.makeUnique()
    values.makeUnique()
    energies.makeUnique()
    let result = Tensor(uninitialized: queries.shape)
    let scores = Tensor(uninitialized: weights.shape)
    let gradient = clstm_attention_gradient(
      context_gradient: upstream.pointer, query_gradient: result.freshPointer,
      score_gradient: scores.freshPointer, key_gradient: keys.freshPointer,
      memory_gradient: values.freshPointer, energy_gradient: energies.freshPointer)
    nonisolated(unsafe) let shared = gradient
    // The kernel only reads the weights here.
    memory.perform(
      queries.pointer, queries.shape.rowCount, .bySteps,
      UnsafeMutablePointer(mutating: upstream.pointer),
      UnsafeMutablePointer(mutating: weights.pointer)
    ) { attention, first, last in
      withUnsafePointer(to: shared) { clstm_attention_backward(attention, $0, first, last) }
    }
    withExtendedLifetime((queries, weights, upstream, scores)) {}
    return result
  }
}
