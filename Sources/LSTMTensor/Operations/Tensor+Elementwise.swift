import CLSTMKernels

/// A function of one number, with its derivative known to the kernels.
package enum ElementwiseFunction: UInt32, Sendable, CaseIterable {
  case tanh = 0
  case sigmoid = 1
  case exp = 2
  case log = 3
  case relu = 4
  case square = 5

  fileprivate var code: clstm_function { clstm_function(rawValue: rawValue) }
}

extension Tensor {
  private static let grain = 1 << 14

  /// Applies a function to every element.
  package func applying(_ function: ElementwiseFunction) -> Tensor {
    let x = detached
    let y = Tensor(uninitialized: shape)
    Share.pieces(of: count, grain: Self.grain) { range in
      clstm_apply(
        function.code, x.pointer + range.lowerBound, y.freshPointer + range.lowerBound, range.count)
    }
    return y.recorded(from: self) { Self.gradient(through: function, from: x, to: y, $0) }
  }

  /// The gradient of what goes into a function, from that of what comes out.
  package static func gradient(
    through function: ElementwiseFunction, from x: Tensor, to y: Tensor, _ upstream: Tensor
  ) -> Tensor {
    let gradient = Tensor(uninitialized: x.shape)
    Share.pieces(of: x.count, grain: Self.grain) { range in
      let at = range.lowerBound
      clstm_apply_backward(
        function.code, x.pointer + at, y.pointer + at, upstream.pointer + at,
        gradient.freshPointer + at, range.count)
    }
    withExtendedLifetime((x, y, upstream)) {}
    return gradient
  }

  private static func combine(_ operation: clstm_operator, _ a: Tensor, _ b: Tensor) -> Tensor {
    precondition(a.shape == b.shape, "shapes \(a.shape) and \(b.shape) differ")
    let result = Tensor(uninitialized: a.shape)
    Share.pieces(of: a.count, grain: grain) { range in
      let at = range.lowerBound
      clstm_combine(
        operation, a.pointer + at, b.pointer + at, result.freshPointer + at, range.count)
    }
    return result
  }

  /// The sum, element by element, of tensors of one shape.
  public static func + (a: Tensor, b: Tensor) -> Tensor {
    combine(CLSTM_ADD, a, b).recorded(from: [a, b]) { [.dense($0), .dense($0)] }
  }

  /// The difference, element by element, of tensors of one shape.
  public static func - (a: Tensor, b: Tensor) -> Tensor {
    combine(CLSTM_SUBTRACT, a, b).recorded(from: [a, b]) {
      [.dense($0), .dense($0.scaled(by: -1))]
    }
  }

  /// The product, element by element, of tensors of one shape.
  public static func * (a: Tensor, b: Tensor) -> Tensor {
    let (left, right) = (a.detached, b.detached)
    return combine(CLSTM_MULTIPLY, a, b).recorded(from: [a, b]) { upstream in
      [
        .dense(combine(CLSTM_MULTIPLY, upstream, right)),
        .dense(combine(CLSTM_MULTIPLY, upstream, left)),
      ]
    }
  }

  /// Every element times a number.
  public static func * (a: Tensor, factor: Float) -> Tensor {
    a.scaled(by: factor)
  }

  /// `factor · x + offset`, element by element.
  package func scaled(by factor: Float, adding offset: Float = 0) -> Tensor {
    let x = detached
    let result = Tensor(uninitialized: shape)
    Share.pieces(of: count, grain: Self.grain) { range in
      let at = range.lowerBound
      clstm_scale(x.pointer + at, factor, offset, result.freshPointer + at, range.count)
    }
    return result.recorded(from: self) { $0.scaled(by: factor) }
  }

  /// Adds `factor · other` in place.
  package mutating func add(_ other: Tensor, scaledBy factor: Float = 1) {
    precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
    withMutableBuffer { buffer in
      guard let base = buffer.baseAddress else { return }
      clstm_add_scaled(base, other.pointer, factor, buffer.count)
    }
    withExtendedLifetime(other) {}
  }

  /// Limits every element to ±`bound` in place.
  package mutating func clamp(to bound: Float) {
    withMutableBuffer { buffer in
      for index in buffer.indices { buffer[index] = min(max(buffer[index], -bound), bound) }
    }
  }
}

/// The hyperbolic tangent of every element.
public func tanh(_ x: Tensor) -> Tensor { x.applying(.tanh) }
/// The logistic function 1 / (1 + e⁻ˣ) of every element.
public func sigmoid(_ x: Tensor) -> Tensor { x.applying(.sigmoid) }
/// The exponential of every element.
public func exp(_ x: Tensor) -> Tensor { x.applying(.exp) }
/// The natural logarithm of every element.
public func log(_ x: Tensor) -> Tensor { x.applying(.log) }
/// The larger of zero and x, for every element.
public func relu(_ x: Tensor) -> Tensor { x.applying(.relu) }

/// e to the power of each value, in place: the package's own exponential, equal on every system.
package func exponentiate(_ values: inout [Float]) {
  values.withUnsafeMutableBufferPointer { buffer in
    guard let base = buffer.baseAddress else { return }
    clstm_apply(CLSTM_EXP, base, base, buffer.count)
  }
}
