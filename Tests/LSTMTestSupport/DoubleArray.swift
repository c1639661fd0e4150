/// A row-major block of `Double` numbers: what the references compute with.
package struct DoubleArray: Equatable, Sendable {
  /// The elements, last axis fastest.
  package var values: [Double]
  /// The extent of each axis; empty for a single number.
  package let shape: [Int]

  package init(_ values: [Double], shape: [Int]) {
    precondition(
      values.count == shape.reduce(1, *), "\(values.count) values do not fill the shape \(shape)")
    self.values = values
    self.shape = shape
  }

  /// The same numbers as a `Float` tensor holds, without any rounding.
  package init(_ values: [Float], shape: [Int]) {
    self.init(values.map(Double.init), shape: shape)
  }

  package init(repeating value: Double = 0, shape: [Int]) {
    self.init([Double](repeating: value, count: shape.reduce(1, *)), shape: shape)
  }

  package var count: Int { values.count }

  /// The elements rounded to `Float`: exact for numbers that come from ``TestNumbers``.
  package var floats: [Float] { values.map(Float.init) }

  /// The extent of the last axis.
  package var columnCount: Int { shape.last ?? 1 }

  /// How many rows there are when all axes but the last are taken together.
  package var rowCount: Int { shape.dropLast().reduce(1, *) }

  /// The element at an index into `values`.
  package subscript(index: Int) -> Double {
    get { values[index] }
    set { values[index] = newValue }
  }

  package func reshaped(_ shape: [Int]) -> DoubleArray { DoubleArray(values, shape: shape) }

  package func map(_ transform: (Double) -> Double) -> DoubleArray {
    DoubleArray(values.map(transform), shape: shape)
  }

  /// The block at one index of the first axis: of [T, N, F] the [N, F] of one time step.
  package func block(_ index: Int) -> DoubleArray {
    let size = shape.dropFirst().reduce(1, *)
    return DoubleArray(
      Array(values[index * size..<(index + 1) * size]), shape: Array(shape.dropFirst()))
  }

  /// Blocks of one shape, laid one after another along a new first axis.
  package static func stacking(_ blocks: [DoubleArray]) -> DoubleArray {
    precondition(Set(blocks.map(\.shape)).count == 1, "the blocks to stack differ in shape")
    return DoubleArray(blocks.flatMap(\.values), shape: [blocks.count] + blocks[0].shape)
  }

  package static func + (left: DoubleArray, right: DoubleArray) -> DoubleArray {
    precondition(left.shape == right.shape, "cannot add \(left.shape) and \(right.shape)")
    return DoubleArray(zip(left.values, right.values).map { $0 + $1 }, shape: left.shape)
  }

  /// The sum of the products of corresponding elements.
  ///
  /// `dot(operation(x), gradient)` is the scalar whose derivative by `x` is what a backward pass
  /// returns for that upstream gradient.
  package static func dot(_ left: DoubleArray, _ right: DoubleArray) -> Double {
    precondition(left.shape == right.shape, "no dot of \(left.shape) and \(right.shape)")
    return zip(left.values, right.values).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
