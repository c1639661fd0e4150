extension Tensor {
  /// Sets one column of the last axis to zero.
  package mutating func clearColumn(_ column: Int) {
    let (rows, columns) = (shape.rowCount, shape.columnCount)
    precondition(column >= 0 && column < columns, "column \(column) of \(shape)")
    withMutableBuffer { buffer in
      for row in 0..<rows { buffer[row * columns + column] = 0 }
    }
  }
}
