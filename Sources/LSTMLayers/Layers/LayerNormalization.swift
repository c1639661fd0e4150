import LSTMTensor

/// Normalises each row to mean 0 and variance 1, then scales and shifts it (Ba and others 2016).
public struct LayerNormalization: Module {
  /// [F].
  public var scale: Tensor
  /// [F].
  public var shift: Tensor
  /// Added to the variance.
  public let epsilon: Float

  /// A layer that scales by 1 and shifts by 0.
  public init(size: Int, epsilon: Float = 1e-5) {
    scale = Tensor(repeating: 1, shape: [size])
    shift = .zeros([size])
    self.epsilon = epsilon
  }

  /// Normalises every row [.., F].
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.layerNormalized(scale: scale, shift: shift, epsilon: epsilon)
  }

  /// Visits scale and shift.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("scale", &scale)
    try visit("shift", &shift)
  }
}
