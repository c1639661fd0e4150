import Foundation
import LSTMTensor

extension Tensor {
  /// The numbers of a reference array, exact where they come from ``TestNumbers``.
  package init(_ array: DoubleArray) {
    self.init(array.floats, shape: Shape(array.shape))
  }

  /// The elements as bit patterns, which tell 0 from −0.
  package var bits: [UInt32] { values.map(\.bitPattern) }

  /// Whether shape and every bit are equal; fast for large tensors in debug builds, too.
  package func hasSameBits(as other: Tensor) -> Bool {
    shape == other.shape
      && withBuffer { own in
        other.withBuffer { others in
          guard let own = own.baseAddress, let others = others.baseAddress else { return true }
          return memcmp(own, others, count * MemoryLayout<Float>.stride) == 0
        }
      }
  }
}

extension DoubleArray {
  package init(_ tensor: Tensor) {
    self.init(tensor.values, shape: tensor.shape.array)
  }
}

/// How far a tensor is from its reference, in the house's measure; infinite if the shapes differ.
package func relativeError(_ result: Tensor, _ reference: DoubleArray) -> Double {
  result.shape.array == reference.shape ? relativeError(result.values, reference) : .infinity
}

/// The same for a tensor that may be missing, which is infinitely wrong.
package func relativeError(_ result: Tensor?, _ reference: DoubleArray) -> Double {
  result.map { relativeError($0, reference) } ?? .infinity
}

/// What an operation computes, and the gradients of its inputs.
///
/// - Parameters:
///   - operation: From one tensor for each of `inputs`.
///   - upstream: The gradient of its result.
/// - Returns: One gradient for each input; `nil` where the result does not depend on it.
package func differentiate(
  at inputs: [DoubleArray], upstream: DoubleArray, _ operation: ([Tensor]) -> Tensor
) -> (value: Tensor, gradients: [Tensor?]) {
  differentiate(at: inputs.map { Tensor($0) }, upstream: Tensor(upstream), operation)
}

/// The same for tensors.
package func differentiate(
  at inputs: [Tensor], upstream: Tensor, _ operation: ([Tensor]) -> Tensor
) -> (value: Tensor, gradients: [Tensor?]) {
  let leaves = inputs.map(\.tracked)
  let value = operation(leaves)
  let loss = (value * upstream).sum()
  return (value.detached, gradients(of: loss, with: leaves).map { $0?.dense })
}

/// max |result − reference|: the gradient of a sure and right answer is zero but for rounding.
package func absoluteError(_ result: Tensor?, _ reference: DoubleArray) -> Double {
  guard let result, result.shape.array == reference.shape else { return .infinity }
  return zip(result.values, reference.values).reduce(0) { max($0, abs(Double($1.0) - $1.1)) }
}
