import LSTMTensor

/// A part of a model: a value with trainable tensors.
///
/// A module lists its tensors by path, `lstm.0.inputWeight`. That one list serves saving, loading,
/// optimisers, gradients and reports.
public protocol Module: Sendable {
  /// Visits every trainable tensor, in a fixed order, under its path below this module.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void) rethrows
}

extension Module {
  /// Visits every trainable tensor with `prefix` and a dot before its path: for modules in modules.
  public mutating func visitParameters(
    under prefix: String, _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visitParameters { path, parameter in try visit("\(prefix).\(path)", &parameter) }
  }

  /// Every trainable tensor with its path, in the module's order.
  public var parameters: [(path: String, tensor: Tensor)] {
    var copy = self
    var list: [(path: String, tensor: Tensor)] = []
    copy.visitParameters { path, parameter in list.append((path, parameter)) }
    return list
  }

  /// How many numbers are trained.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + $1.tensor.count }
  }
}
