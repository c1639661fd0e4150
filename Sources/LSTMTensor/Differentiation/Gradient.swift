/// The derivative of a scalar with respect to a tensor: all of it, or only the rows that are not zero.
public enum Gradient: Sendable {
  /// One value for each element.
  case dense(Tensor)
  /// Some rows of a matrix; the others are zero.
  case sparse(SparseRows)

  /// The gradient with every element spelled out.
  public var dense: Tensor {
    switch self {
    case .dense(let tensor): tensor
    case .sparse(let rows): rows.dense
    }
  }

  /// The values that are stored: all elements, or those of the rows present.
  package var storedValues: Tensor {
    switch self {
    case .dense(let tensor): tensor
    case .sparse(let rows): rows.values
    }
  }

  /// Multiplies every element.
  package mutating func scale(by factor: Float) {
    switch self {
    case .dense(let tensor): self = .dense(tensor.detached.scaled(by: factor))
    case .sparse(var rows):
      rows.values = rows.values.detached.scaled(by: factor)
      self = .sparse(rows)
    }
  }

  /// Limits every element to ±`bound`.
  package mutating func clamp(to bound: Float) {
    switch self {
    case .dense(var tensor):
      tensor.clamp(to: bound)
      self = .dense(tensor)
    case .sparse(var rows):
      rows.values.clamp(to: bound)
      self = .sparse(rows)
    }
  }

  mutating func add(_ other: Gradient) {
    switch (self, other) {
    case (.sparse(let left), .sparse(let right)): self = .sparse(left.adding(right))
    case (.dense(let left), _): self = .dense(left + other.dense)
    case (.sparse, .dense(let right)): self = .dense(dense + right)
    }
  }
}

/// Some rows of a matrix [rows, columns], in rising order; the others are zero.
public struct SparseRows: Sendable {
  /// Rows of the whole matrix.
  public let rowCount: Int
  /// Which rows are present, strictly rising.
  public let indices: [Int32]
  /// Their values, [indices, columns].
  public internal(set) var values: Tensor

  /// Sums the rows of `x` [R, columns] that share an id.
  ///
  /// - Parameters:
  ///   - ids: the row of the matrix that each row of `x` belongs to.
  ///   - x: the rows, added in order.
  ///   - rowCount: rows of the whole matrix.
  package init(summing x: Tensor, ids: [Int32], rowCount: Int) {
    var place = [Int32](repeating: -1, count: rowCount)
    for id in ids { place[Int(id)] = 0 }
    var present: [Int32] = []
    for row in 0..<rowCount where place[row] == 0 {
      place[row] = Int32(present.count)
      present.append(Int32(row))
    }
    self.rowCount = rowCount
    indices = present
    values = Tensor.zeros([present.count, x.shape.columnCount])
    values.scatterAdd(x, rows: ids.map { place[Int($0)] })
  }

  /// The whole matrix.
  public var dense: Tensor {
    var whole = Tensor.zeros([rowCount, values.shape.columnCount])
    whole.scatterAdd(values, rows: indices)
    return whole
  }

  func adding(_ other: SparseRows) -> SparseRows {
    let both = Tensor.concatenatingRows([values, other.values])
    return SparseRows(summing: both, ids: indices + other.indices, rowCount: rowCount)
  }
}
