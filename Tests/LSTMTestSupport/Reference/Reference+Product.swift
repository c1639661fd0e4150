// The three matrix products that a linear map needs. Their inner loop, alone in these references,
// goes through pointers and `while`: tests are debug builds, where an array's checked subscript and
// a range's iterator would make large cases take seconds, and a loop's own counting shows.

extension Reference {
  /// `a` · `b`: of [..., K] and [K, N] the [..., N].
  package static func product(_ a: DoubleArray, _ b: DoubleArray) -> DoubleArray {
    let (depth, columns) = (a.columnCount, b.columnCount)
    precondition(b.shape == [depth, columns], "no product of \(a.shape) and \(b.shape)")
    var result = DoubleArray(shape: a.shape.dropLast() + [columns])
    for row in 0..<a.rowCount {
      for k in 0..<depth {
        add(
          a[row * depth + k], times: b, from: k * columns, count: columns,
          to: &result, at: row * columns)
      }
    }
    return result
  }

  /// `a` · `b`ᵀ, a linear layer's forward product: of [..., K] and [N, K] the [..., N].
  package static func product(_ a: DoubleArray, transposing b: DoubleArray) -> DoubleArray {
    product(a, transposed(b))
  }

  /// `a`ᵀ · `b`, summed over all rows: of [..., M] and [..., N] the [M, N].
  ///
  /// With `a` the gradient of the outputs and `b` the inputs this is a weight's gradient.
  package static func product(transposing a: DoubleArray, _ b: DoubleArray) -> DoubleArray {
    let (rows, columns) = (a.columnCount, b.columnCount)
    precondition(a.rowCount == b.rowCount, "no product of \(a.shape) transposed and \(b.shape)")
    var result = DoubleArray(shape: [rows, columns])
    for r in 0..<a.rowCount {
      for row in 0..<rows {
        add(
          a[r * rows + row], times: b, from: r * columns, count: columns,
          to: &result, at: row * columns)
      }
    }
    return result
  }

  /// The gradients of `product(a, b)`.
  package static func productBackward(
    _ a: DoubleArray, _ b: DoubleArray, gradient: DoubleArray
  ) -> (a: DoubleArray, b: DoubleArray) {
    (product(gradient, transposing: b), product(transposing: a, gradient))
  }

  /// The sum over all axes but the last: a bias's gradient.
  package static func columnSums(_ x: DoubleArray) -> DoubleArray {
    let columns = x.columnCount
    var sums = DoubleArray(shape: [columns])
    for row in 0..<x.rowCount {
      add(1, times: x, from: row * columns, count: columns, to: &sums, at: 0)
    }
    return sums
  }

  /// Of [M, N] the [N, M].
  package static func transposed(_ x: DoubleArray) -> DoubleArray {
    let (rows, columns) = (x.shape[0], x.shape[1])
    let values = (0..<columns).flatMap { column in
      (0..<rows).map { row in x[row * columns + column] }
    }
    return DoubleArray(values, shape: [columns, rows])
  }

  private static func add(
    _ factor: Double, times source: DoubleArray, from start: Int, count: Int,
    to target: inout DoubleArray, at place: Int
  ) {
    source.values.withUnsafeBufferPointer { source in
      target.values.withUnsafeMutableBufferPointer { target in
        guard let source = source.baseAddress, let target = target.baseAddress else { return }
        let (from, to) = (source + start, target + place)
        var k = 0
        while k + 4 <= count {
          to[k] += factor * from[k]
          to[k + 1] += factor * from[k + 1]
          to[k + 2] += factor * from[k + 2]
          to[k + 3] += factor * from[k + 3]
          k += 4
        }
        while k < count {
          to[k] += factor * from[k]
          k += 1
        }
      }
    }
  }
}
