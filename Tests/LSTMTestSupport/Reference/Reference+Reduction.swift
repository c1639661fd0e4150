extension Reference {
  /// The sum of all elements.
  package static func sum(_ x: DoubleArray) -> Double { x.values.reduce(0, +) }

  /// The gradient of the `x` of that shape.
  package static func sumBackward(shape: [Int], gradient: Double = 1) -> DoubleArray {
    DoubleArray(repeating: gradient, shape: shape)
  }

  /// The mean of all elements.
  package static func mean(_ x: DoubleArray) -> Double { sum(x) / Double(x.count) }

  /// The gradient of the `x` of that shape.
  package static func meanBackward(shape: [Int], gradient: Double = 1) -> DoubleArray {
    DoubleArray(repeating: gradient / Double(shape.reduce(1, *)), shape: shape)
  }

  /// The sum over one axis, which goes away.
  package static func sum(_ x: DoubleArray, axis: Int) -> DoubleArray {
    let (outer, size, inner) = split(x.shape, at: axis)
    var shape = x.shape
    shape.remove(at: axis)
    var result = DoubleArray(shape: shape)
    for index in 0..<outer * size * inner {
      result[index / (size * inner) * inner + index % inner] += x[index]
    }
    return result
  }

  /// The gradient of the `x` of that shape.
  package static func sumBackward(
    shape: [Int], axis: Int, gradient: DoubleArray
  ) -> DoubleArray {
    let (outer, size, inner) = split(shape, at: axis)
    let values = (0..<outer * size * inner).map { index in
      gradient[index / (size * inner) * inner + index % inner]
    }
    return DoubleArray(values, shape: shape)
  }

  /// The mean over one axis, which goes away.
  package static func mean(_ x: DoubleArray, axis: Int) -> DoubleArray {
    sum(x, axis: axis).map { $0 / Double(x.shape[axis]) }
  }

  /// The gradient of the `x` of that shape.
  package static func meanBackward(
    shape: [Int], axis: Int, gradient: DoubleArray
  ) -> DoubleArray {
    sumBackward(shape: shape, axis: axis, gradient: gradient).map { $0 / Double(shape[axis]) }
  }

  private static func split(
    _ shape: [Int], at axis: Int
  ) -> (outer: Int, size: Int, inner: Int) {
    (shape[..<axis].reduce(1, *), shape[axis], shape[(axis + 1)...].reduce(1, *))
  }
}
