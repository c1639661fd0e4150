extension Reference {
  /// The rows of `table` [V, E] that the tokens name: [R, E].
  package static func embedding(_ table: DoubleArray, tokens: [Int]) -> DoubleArray {
    let size = table.columnCount
    let rows = tokens.flatMap { table.values[$0 * size..<($0 + 1) * size] }
    return DoubleArray(rows, shape: [tokens.count, size])
  }

  /// The gradient of the table: each token's gradient added to the token's row.
  package static func embeddingBackward(
    tokens: [Int], vocabularySize: Int, gradient: DoubleArray
  ) -> DoubleArray {
    let size = gradient.columnCount
    var table = DoubleArray(shape: [vocabularySize, size])
    for (row, token) in tokens.enumerated() {
      for column in 0..<size {
        table[token * size + column] += gradient[row * size + column]
      }
    }
    return table
  }
}
