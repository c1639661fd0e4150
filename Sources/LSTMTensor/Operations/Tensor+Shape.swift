import CLSTMKernels

extension Tensor {
  /// The same values under another shape.
  ///
  /// - Precondition: the shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> Tensor {
    let old = self.shape
    return viewed(as: shape).recorded(from: self) { $0.viewed(as: old) }
  }

  /// Some columns of the last axis.
  public func columns(_ range: Range<Int>) -> Tensor {
    let (rows, columns) = (shape.rowCount, shape.columnCount)
    precondition(
      range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(shape)")
    let whole = shape
    let part = Tensor(uninitialized: shape.replacingLast(with: range.count))
    clstm_copy_rows(
      part.freshPointer, range.count, pointer + range.lowerBound, columns, rows, range.count)
    return part.recorded(from: self) { upstream in
      let gradient = Tensor.zeros(whole)
      clstm_copy_rows(
        gradient.freshPointer + range.lowerBound, columns, upstream.pointer, range.count, rows,
        range.count)
      return gradient
    }
  }

  /// Tensors side by side along the last axis.
  public static func concatenatingColumns(_ parts: [Tensor]) -> Tensor {
    let rows = parts[0].shape.rowCount
    let widths = parts.map(\.shape.columnCount)
    let total = widths.reduce(0, +)
    precondition(parts.allSatisfy { $0.shape.rowCount == rows }, "parts differ in their rows")
    let whole = Tensor(uninitialized: parts[0].shape.replacingLast(with: total))
    var first = 0
    for (part, width) in zip(parts, widths) {
      clstm_copy_rows(whole.freshPointer + first, total, part.pointer, width, rows, width)
      first += width
    }
    let shapes = parts.map(\.shape)
    return whole.recorded(from: parts) { upstream in
      var first = 0
      return zip(shapes, widths).map { shape, width in
        let gradient = Tensor(uninitialized: shape)
        clstm_copy_rows(
          gradient.freshPointer, width, upstream.pointer + first, total, rows, width)
        first += width
        return .dense(gradient)
      }
    }
  }

  /// A range of the first axis.
  public func rows(_ range: Range<Int>) -> Tensor {
    precondition(
      shape.rank > 0 && range.lowerBound >= 0 && range.upperBound <= shape[0], "rows of \(shape)")
    let whole = shape
    let stride = count / max(1, shape[0])
    let part = Tensor(uninitialized: Shape([range.count] + shape.array.dropFirst()))
    part.freshPointer.update(from: pointer + range.lowerBound * stride, count: part.count)
    withExtendedLifetime(self) {}
    return part.recorded(from: self) { upstream in
      let gradient = Tensor.zeros(whole)
      (gradient.freshPointer + range.lowerBound * stride)
        .update(from: upstream.pointer, count: upstream.count)
      return gradient
    }
  }

  /// Tensors one after the other along the first axis.
  public static func concatenatingRows(_ parts: [Tensor]) -> Tensor {
    let inner = Array(parts[0].shape.array.dropFirst())
    precondition(
      parts.allSatisfy { Array($0.shape.array.dropFirst()) == inner },
      "parts differ in their columns")
    let whole = Tensor(uninitialized: Shape([parts.map { $0.shape[0] }.reduce(0, +)] + inner))
    var first = 0
    for part in parts {
      (whole.freshPointer + first).update(from: part.pointer, count: part.count)
      first += part.count
    }
    let counts = parts.map { $0.shape[0] }
    return whole.recorded(from: parts) { upstream in
      var first = 0
      return counts.map { count in
        defer { first += count }
        return .dense(upstream.rows(first..<first + count))
      }
    }
  }

  /// Tensors of one shape as the slices of a new first axis.
  public static func stacking(_ parts: [Tensor]) -> Tensor {
    concatenatingRows(parts.map { $0.reshaped(to: Shape([1] + $0.shape.array)) })
  }
}
