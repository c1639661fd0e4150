import CLSTMKernels

extension Tensor {
  /// Rows of a matrix [V, F] by their numbers: an embedding.
  ///
  /// The gradient is sparse.
  ///
  /// - Parameter ids: row numbers in `0..<V`.
  /// - Returns: the ids' shape with F behind it.
  public func gathering(_ ids: TokenIDs) -> Tensor {
    let (rowCount, columns) = (shape.rowCount, shape.columnCount)
    precondition(ids.values.allSatisfy { $0 >= 0 && Int($0) < rowCount }, "a row beyond \(shape)")
    let result = Tensor(uninitialized: Shape(ids.shape.array + [columns]))
    clstm_gather_rows(pointer, ids.values, result.freshPointer, ids.values.count, columns)
    return result.recorded(from: [self]) { upstream in
      [.sparse(SparseRows(summing: upstream, ids: ids.values, rowCount: rowCount))]
    }
  }

  /// Rows of a matrix in another order, each at most once; rows left out get no gradient.
  package func permutingRows(_ order: [Int32], shape: Shape? = nil) -> Tensor {
    let (rowCount, columns, whole) = (self.shape.rowCount, self.shape.columnCount, self.shape)
    precondition(order.allSatisfy { $0 >= 0 && Int($0) < rowCount }, "a row beyond \(whole)")
    let result = Tensor(uninitialized: shape ?? [order.count, columns])
    clstm_gather_rows(pointer, order, result.freshPointer, order.count, columns)
    return result.recorded(from: self) { upstream in
      var gradient = Tensor.zeros(whole)
      gradient.scatterAdd(upstream, rows: order)
      return gradient
    }
  }

  /// The rows of this matrix at the places `order` of a taller matrix of zeros.
  package func spreadingRows(_ order: [Int32], shape: Shape) -> Tensor {
    let own = self.shape
    var result = Tensor.zeros(shape)
    result.scatterAdd(self, rows: order)
    return result.recorded(from: self) { $0.permutingRows(order, shape: own) }
  }

  /// Adds row r of `x` to row `rows[r]`, in order.
  mutating func scatterAdd(_ x: Tensor, rows: [Int32]) {
    let columns = shape.columnCount
    precondition(
      x.shape.columnCount == columns && x.shape.rowCount == rows.count, "rows of \(x.shape)")
    withMutableBuffer { buffer in
      guard let base = buffer.baseAddress else { return }
      clstm_scatter_add_rows(base, rows, x.pointer, rows.count, columns)
    }
    withExtendedLifetime(x) {}
  }

  /// Sets each element to zero with probability `rate` and scales the others by 1 / (1 − rate).
  ///
  /// The mask follows from the key and the number of the row alone, so it depends neither on threads
  /// nor on how rows are batched, and is computed again for the gradient.
  ///
  /// - Parameters:
  ///   - rate: probability in [0, 1).
  ///   - key: names the mask.
  ///   - firstRow: number of the first row in the whole batch.
  ///   - rowsPerMask: shares one mask between rows with this distance (variational dropout over
  ///     time); zero: every row has its own.
  public func dropout(rate: Float, key: UInt64, firstRow: Int = 0, rowsPerMask: Int = 0) -> Tensor {
    guard rate > 0 else { return self }
    let (rowCount, columns, shape) = (shape.rowCount, shape.columnCount, shape)
    @Sendable func masked(_ x: Tensor) -> Tensor {
      let y = Tensor(uninitialized: shape)
      Share.pieces(of: rowCount, grain: max(1, 8192 / max(1, columns))) { range in
        let at = range.lowerBound * columns
        clstm_dropout(
          x.pointer + at, y.freshPointer + at, range.count, columns, key,
          UInt64(firstRow + range.lowerBound), UInt64(rowsPerMask), rate)
      }
      return y
    }
    return masked(detached).recorded(from: self) { masked($0) }
  }

  /// Each row times its factor.
  package func scalingRows(by factors: [Float]) -> Tensor {
    precondition(factors.count == shape.rowCount, "\(factors.count) factors for \(shape)")
    let factors = Tensor(factors, shape: [factors.count])
    return detached.scaledRows(by: factors).recorded(from: self) { $0.scaledRows(by: factors) }
  }

  /// Each row times its factor; nothing is recorded.
  func scaledRows(by factors: Tensor) -> Tensor {
    let (result, columns) = (Tensor(uninitialized: shape), shape.columnCount)
    Share.pieces(of: shape.rowCount, grain: Self.rowGrain(columns)) { range in
      for row in range {
        let at = row * columns
        clstm_scale(pointer + at, factors.pointer[row], 0, result.freshPointer + at, columns)
      }
    }
    withExtendedLifetime((self, factors)) {}
    return result
  }
}
