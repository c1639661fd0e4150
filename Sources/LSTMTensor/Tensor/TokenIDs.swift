/// Whole numbers that name tokens, classes or rows, with a shape; [T, N] for sequences.
public struct TokenIDs: Sendable, Equatable {
  /// The numbers in row-major order.
  public let values: [Int32]
  /// The sizes of the axes.
  public let shape: Shape

  /// Numbers with a shape.
  ///
  /// - Precondition: as many values as the shape has elements.
  public init(_ values: [Int32], shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) ids for shape \(shape)")
    self.values = values
    self.shape = shape
  }

  /// Numbers with one axis.
  public init(_ values: [Int32]) {
    self.init(values, shape: [values.count])
  }
}
