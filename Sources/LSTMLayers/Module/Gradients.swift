import LSTMTensor

/// The derivatives of a loss with respect to the parameters of a module, by path, in the module's order.
public struct Gradients: Sendable {
  /// Path and derivative of each parameter that the loss depends on.
  public package(set) var entries: [(path: String, gradient: Gradient)]

  package init(entries: [(path: String, gradient: Gradient)]) {
    self.entries = entries
  }

  /// The derivative of one parameter; `nil` if the loss does not depend on it.
  public subscript(path: String) -> Gradient? {
    entries.first { $0.path == path }?.gradient
  }
}

/// The value of a loss and its derivatives with respect to every parameter of a model.
///
///     let (loss, gradients) = valueAndGradient(of: model) { model in
///       model(inputs).crossEntropy(targets: targets)
///     }
///
/// - Parameters:
///   - model: is not changed.
///   - loss: computes a scalar from a copy of the model whose parameters are tracked.
public func valueAndGradient<Model: Module>(
  of model: Model, _ loss: (Model) throws -> Tensor
) rethrows -> (value: Tensor, gradients: Gradients) {
  let (value, gradients, _) = try valueAndGradient(of: model) { (try loss($0), ()) }
  return (value, gradients)
}

/// The outputs of a model, and the derivatives of a loss whose gradient at the outputs is known.
///
/// The vector-Jacobian product, for losses that are computed elsewhere.
///
/// - Parameters:
///   - model: is not changed.
///   - upstream: the derivative of the loss with respect to the outputs, of their shape.
///   - outputs: computes the outputs from a copy of the model whose parameters are tracked.
public func valueAndGradient<Model: Module>(
  of model: Model, upstream: Tensor, _ outputs: (Model) throws -> Tensor
) rethrows -> (outputs: Tensor, gradients: Gradients) {
  let (value, gradients, _) = try differentiate(model, upstream: upstream) {
    (try outputs($0), ())
  }
  return (value, gradients)
}

/// The same for a loss that comes with something else, such as the recurrent state to carry on.
///
/// - Returns: the loss, its derivatives, and what came with it.
public func valueAndGradient<Model: Module, Extra>(
  of model: Model, _ loss: (Model) throws -> (Tensor, Extra)
) rethrows -> (value: Tensor, gradients: Gradients, extra: Extra) {
  try differentiate(model, upstream: nil, loss)
}

private func differentiate<Model: Module, Extra>(
  _ model: Model, upstream: Tensor?, _ loss: (Model) throws -> (Tensor, Extra)
) rethrows -> (value: Tensor, gradients: Gradients, extra: Extra) {
  var tracked = model
  var leaves: [(path: String, tensor: Tensor)] = []
  tracked.visitParameters { path, parameter in
    parameter = parameter.tracked
    leaves.append((path, parameter))
  }
  let (value, extra) = try loss(tracked)
  let found = LSTMTensor.gradients(
    of: value, with: leaves.map(\.tensor), upstream: upstream)
  let entries = zip(leaves, found).compactMap { leaf, gradient in
    gradient.map { (path: leaf.path, gradient: $0) }
  }
  return (value.detached, Gradients(entries: entries), extra)
}
