import LSTMTensor

/// How a weight starts.
public enum Initializer: Sendable, Equatable {
  /// Uniform in ±1/√H, H the hidden size: the usual choice for recurrent layers.
  case uniformByHiddenSize
  /// Uniform in ±bound.
  case uniform(Float)
  /// Normal with this standard deviation.
  case normal(Float)
  /// Each square block of H rows a random orthogonal matrix (Saxe et al. 2014).
  case orthogonal
  /// Zero.
  case zeros

  /// A new tensor.
  ///
  /// - Parameters:
  ///   - shape: for `orthogonal` [k · H, H].
  ///   - hiddenSize: H.
  ///   - random: the source of chance.
  package func tensor(
    _ shape: Shape, hiddenSize: Int, using random: inout RandomGenerator
  ) -> Tensor {
    switch self {
    case .uniformByHiddenSize:
      let bound = 1 / Float(max(1, hiddenSize)).squareRoot()
      return .uniform(shape, in: -bound...bound, using: &random)
    case .uniform(let bound):
      return .uniform(shape, in: -bound...bound, using: &random)
    case .normal(let deviation):
      return .normal(shape, deviation: deviation, using: &random)
    case .orthogonal:
      let columns = shape.columnCount
      let blocks = (0..<shape.rowCount / max(1, columns)).map { _ in
        orthogonalMatrix(columns, using: &random)
      }
      return Tensor(blocks.flatMap { $0 }, shape: shape)
    case .zeros:
      return .zeros(shape)
    }
  }
}

/// A random orthogonal matrix by Gram-Schmidt on normal rows, twice for accuracy.
private func orthogonalMatrix(_ size: Int, using random: inout RandomGenerator) -> [Float] {
  var rows: [[Double]] = []
  for _ in 0..<size {
    var row = (0..<size).map { _ in Double(random.normal()) }
    for _ in 0..<2 {
      for other in rows {
        let overlap = zip(row, other).reduce(0) { $0 + $1.0 * $1.1 }
        for index in row.indices { row[index] -= overlap * other[index] }
      }
    }
    let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
    rows.append(row.map { $0 / length })
  }
  return rows.flatMap { $0.map(Float.init) }
}
