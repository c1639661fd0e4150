import LSTMLayers
import LSTMTensor
import LSTMTestSupport

/// A model that is one tensor, for tests of optimisers.
struct OneTensor: Module {
  var weight: Tensor

  init(_ weight: Tensor) {
    self.weight = weight
  }

  init(_ array: DoubleArray) {
    weight = Tensor(array.floats, shape: Shape(array.shape))
  }

  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("weight", &weight)
  }

  static func gradients(_ gradient: Gradient) -> Gradients {
    Gradients(entries: [("weight", gradient)])
  }

  static func gradients(_ array: DoubleArray) -> Gradients {
    gradients(.dense(Tensor(array.floats, shape: Shape(array.shape))))
  }
}

extension Module {
  /// The bits of every parameter.
  var bits: [UInt32] { parameters.flatMap { $0.tensor.values.map(\.bitPattern) } }
}
