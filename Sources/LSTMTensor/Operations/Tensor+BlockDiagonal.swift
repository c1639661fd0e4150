import CLSTMKernels

extension Tensor {
  /// Rows that each multiply one head's units, laid out for all units: [k · H, H / heads] becomes
  /// [k · H, H], zero where a row's unit belongs to another head.
  package func blockDiagonal(heads: Int) -> Tensor {
    guard heads > 1 else { return self }
    let (rows, size) = (shape.rowCount, shape.columnCount)
    let result = Tensor.zeros([rows, heads * size])
    Self.forEachBlock(rows: rows, heads: heads, size: size) { row, column in
      clstm_copy_rows(
        result.freshPointer + row * heads * size + column, heads * size,
        pointer + row * size, size, size, size)
    }
    withExtendedLifetime(self) {}
    return result.recorded(from: self) { upstream in
      let gradient = Tensor(uninitialized: [rows, size])
      Self.forEachBlock(rows: rows, heads: heads, size: size) { row, column in
        clstm_copy_rows(
          gradient.freshPointer + row * size, size,
          upstream.pointer + row * heads * size + column, heads * size, size, size)
      }
      return gradient
    }
  }

  /// The first row of each block, and its first column among all units.
  private static func forEachBlock(
    rows: Int, heads: Int, size: Int, _ body: (_ row: Int, _ column: Int) -> Void
  ) {
    for block in 0..<rows / max(1, size) { body(block * size, block % heads * size) }
  }
}
