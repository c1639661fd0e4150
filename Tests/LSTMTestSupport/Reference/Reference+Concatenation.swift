extension Reference {
  /// Parts [..., F₁], [..., F₂] … side by side along the last axis.
  package static func concatenate(_ parts: [DoubleArray]) -> DoubleArray {
    precondition(Set(parts.map { $0.shape.dropLast() }).count == 1, "the leading axes differ")
    let rows = 0..<parts[0].rowCount
    let values = rows.flatMap { row in
      parts.flatMap { $0.values[row * $0.columnCount..<(row + 1) * $0.columnCount] }
    }
    let columns = parts.reduce(0) { $0 + $1.columnCount }
    return DoubleArray(values, shape: parts[0].shape.dropLast() + [columns])
  }

  /// The gradients of the parts, whose last axes have the given sizes.
  package static func concatenateBackward(
    sizes: [Int], gradient: DoubleArray
  ) -> [DoubleArray] {
    let columns = gradient.columnCount
    precondition(sizes.reduce(0, +) == columns, "the parts do not fill the last axis")
    var first = 0
    return sizes.map { size in
      defer { first += size }
      let values = (0..<gradient.rowCount).flatMap { row in
        gradient.values[row * columns + first..<row * columns + first + size]
      }
      return DoubleArray(values, shape: gradient.shape.dropLast() + [size])
    }
  }
}
