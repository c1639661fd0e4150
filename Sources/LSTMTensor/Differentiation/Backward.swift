/// The derivatives of a scalar with respect to tracked tensors, by reverse accumulation over the tape.
///
/// - Parameters:
///   - loss: a tensor with one element, or of any shape with an `upstream` gradient.
///   - leaves: tensors that were tracked before `loss` was computed from them.
///   - upstream: the derivative of what is differentiated with respect to `loss`; `nil`: 1.
/// - Returns: one gradient a leaf; `nil` where the loss does not depend on it.
package func gradients(of loss: Tensor, with leaves: [Tensor], upstream: Tensor? = nil)
  -> [Gradient?]
{
  precondition(
    upstream.map { $0.shape == loss.shape } ?? (loss.count == 1),
    "only a scalar has a gradient without an upstream one of its shape, not \(loss.shape)")
  guard let origin = loss.origin else { return leaves.map { _ in nil } }

  var pending: [ObjectIdentifier: [Gradient?]] = [:]
  func add(_ gradient: Gradient, to origin: Origin) {
    var parts =
      pending.removeValue(forKey: ObjectIdentifier(origin.node))
      ?? Array(repeating: nil, count: origin.node.outputCount)
    if var sum = parts[origin.output] {
      parts[origin.output] = nil
      sum.add(gradient)
      parts[origin.output] = sum
    } else {
      parts[origin.output] = gradient
    }
    pending[ObjectIdentifier(origin.node)] = parts
  }

  add(.dense(upstream?.detached ?? Tensor(repeating: 1, shape: loss.shape)), to: origin)
  for node in operationsInReverse(from: origin.node) where !node.parents.isEmpty {
    guard let upstream = pending.removeValue(forKey: ObjectIdentifier(node)) else { continue }
    for (parent, gradient) in zip(node.parents, node.backward(upstream.map { $0?.dense })) {
      if let parent, let gradient { add(gradient, to: parent) }
    }
  }
  return leaves.map { leaf in
    guard let origin = leaf.origin else { return nil }
    return pending[ObjectIdentifier(origin.node)]?[origin.output]
  }
}

/// Every operation that `node` depends on, each before the operations it reads from.
///
/// Depth first without recursion: a tape can be longer than a thread's stack is deep.
private func operationsInReverse(from node: Node) -> [Node] {
  var finished: [Node] = []
  var seen: Set<ObjectIdentifier> = [ObjectIdentifier(node)]
  var path: [(node: Node, next: Int)] = [(node, 0)]
  while let (current, next) = path.last {
    guard next < current.parents.count else {
      finished.append(current)
      path.removeLast()
      continue
    }
    path[path.count - 1].next += 1
    if let parent = current.parents[next]?.node, seen.insert(ObjectIdentifier(parent)).inserted {
      path.append((parent, 0))
    }
  }
  return finished.reversed()
}
