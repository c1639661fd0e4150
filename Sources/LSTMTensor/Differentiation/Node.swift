/// Where a tensor comes from: one output of a recorded operation.
package struct Origin: Sendable {
  package let node: Node
  package let output: Int
}

/// One recorded operation of the tape.
///
/// A node never changes after it is made, and its closure is `@Sendable`, so that tensors stay values
/// that any thread may use.
package final class Node: Sendable {
  /// The origins of the operation's inputs; `nil` for those that nobody differentiates.
  ///
  /// `nonisolated(unsafe)`: after `init` only `deinit` writes it, its own and that of nodes which it
  /// found to be referenced by nobody else.
  nonisolated(unsafe) private(set) var parents: [Origin?]
  /// Gradients of the inputs from those of the outputs (`nil`: zero).
  let backward: @Sendable ([Tensor?]) -> [Gradient?]
  let outputCount: Int

  init(
    parents: [Origin?], outputCount: Int,
    backward: @escaping @Sendable ([Tensor?]) -> [Gradient?]
  ) {
    self.parents = parents
    self.outputCount = outputCount
    self.backward = backward
  }

  /// Lets go of the tape one node after the other: by recursion, as the system would do it, a long
  /// tape overflows the stack.
  deinit {
    var waiting = parents.compactMap { $0?.node }
    parents = []
    while var node = waiting.popLast() {
      guard isKnownUniquelyReferenced(&node) else { continue }
      waiting += node.parents.compactMap { $0?.node }
      node.parents = []
    }
  }
}

extension Tensor {
  /// Whether operations on this tensor are recorded.
  package var isTracked: Bool { origin != nil }

  /// The same values without a past: what operations keep for their backward pass.
  public var detached: Tensor {
    Tensor(shape: shape, storage: storage)
  }

  /// The same values as the start of a new tape.
  package var tracked: Tensor {
    var leaf = detached
    leaf.origin = Origin(
      node: Node(parents: [], outputCount: 1) { _ in [] }, output: 0)
    return leaf
  }

  /// Records an operation if one of its inputs is tracked.
  ///
  /// - Parameters:
  ///   - inputs: the tensors it read.
  ///   - outputs: what it computed, untracked.
  ///   - backward: gradients of the inputs, one each, from those of the outputs.
  /// - Returns: the outputs, tracked if an input is.
  package static func record(
    inputs: [Tensor], outputs: [Tensor],
    backward: @escaping @Sendable ([Tensor?]) -> [Gradient?]
  ) -> [Tensor] {
    guard inputs.contains(where: \.isTracked) else { return outputs }
    let node = Node(
      parents: inputs.map(\.origin), outputCount: outputs.count, backward: backward)
    return outputs.enumerated().map { index, output in
      var tracked = output
      tracked.origin = Origin(node: node, output: index)
      return tracked
    }
  }

  /// Records an operation with one input and one output.
  func recorded(
    from input: Tensor, backward: @escaping @Sendable (Tensor) -> Tensor
  ) -> Tensor {
    recorded(from: [input]) { [.dense(backward($0))] }
  }

  /// Records an operation with one output.
  package func recorded(
    from inputs: [Tensor], backward: @escaping @Sendable (Tensor) -> [Gradient?]
  ) -> Tensor {
    // The closure must not keep the inputs: not every operation reads them again.
    Tensor.record(inputs: inputs, outputs: [self]) { upstream in
      upstream[0].map(backward) ?? []
    }[0]
  }
}
