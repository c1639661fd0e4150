import CLSTMKernels

extension Tensor {
  /// The sum of all elements, a scalar.
  public func sum() -> Tensor {
    let shape = shape
    return Tensor(clstm_sum(pointer, count)).recorded(from: self) {
      Tensor(repeating: $0.scalar, shape: shape)
    }
  }

  /// The mean of all elements, a scalar.
  public func mean() -> Tensor {
    sum().scaled(by: 1 / Float(max(1, count)))
  }

  /// The sum of the squares of all elements.
  package var sumOfSquares: Float {
    defer { withExtendedLifetime(self) {} }
    return clstm_sum_of_squares(pointer, count)
  }

  /// Position of the first element that is infinite or not a number.
  package var firstNonFinite: Int? {
    defer { withExtendedLifetime(self) {} }
    let index = clstm_first_nonfinite(pointer, count)
    return index < 0 ? nil : index
  }

  /// Sums of the columns [columns] over all rows, in order.
  ///
  /// - Parameter factors: [rows], what each row is multiplied by; `nil`: 1.
  package func columnSums(factors: Tensor? = nil) -> Tensor {
    let (rows, columns) = (shape.rowCount, shape.columnCount)
    let sums = Tensor.zeros([columns])
    // Threads share columns: each sum stays one chain over the rows in order.
    let blocks = (columns + 15) / 16
    Share.pieces(of: blocks, grain: max(1, Share.worthAThread / max(1, 16 * rows))) { range in
      let (first, last) = (range.lowerBound * 16, min(columns, range.upperBound * 16))
      clstm_add_column_sums(
        sums.freshPointer + first, pointer + first, factors?.pointer, rows, last - first, columns)
    }
    withExtendedLifetime((self, factors)) {}
    return sums
  }
}
