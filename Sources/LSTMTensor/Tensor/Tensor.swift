/// An array of `Float` with a shape: row-major, contiguous, a value.
///
/// A copy costs nothing until one of the two is changed. Sequences are time-major, [T, N, F].
///
/// A tensor may carry an origin, the operation that made it; then operations on it are recorded, and
/// `valueAndGradient(of:_:)` finds the derivative. An operation on tensors without one records
/// nothing.
public struct Tensor: Sendable {
  /// The sizes of the axes.
  public internal(set) var shape: Shape
  var storage: Storage
  package var origin: Origin?

  /// Memory for a shape, not initialised: for operations that write every element.
  package init(uninitialized shape: Shape) {
    self.shape = shape
    storage = Storage(count: shape.count)
  }

  init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// A tensor with these elements, in row-major order.
  ///
  /// - Precondition: as many values as the shape has elements.
  public init(_ values: some Collection<Float>, shape: Shape) {
    precondition(values.count == shape.count, "\(values.count) values for shape \(shape)")
    self.init(uninitialized: shape)
    _ = UnsafeMutableBufferPointer(start: storage.base, count: storage.count)
      .update(fromContentsOf: values)
  }

  /// A tensor with one axis.
  public init(_ values: [Float]) {
    self.init(values, shape: [values.count])
  }

  /// A tensor filled with one value.
  public init(repeating value: Float, shape: Shape) {
    self.init(uninitialized: shape)
    storage.base.update(repeating: value, count: shape.count)
  }

  /// A tensor without axes.
  public init(_ scalar: Float) {
    self.init(repeating: scalar, shape: [])
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor {
    Tensor(repeating: 0, shape: shape)
  }

  /// Number of elements.
  public var count: Int { shape.count }

  /// The elements in row-major order.
  public var values: [Float] {
    withBuffer { Array($0) }
  }

  /// The only element of a tensor with one element.
  public var scalar: Float {
    precondition(count == 1, "a tensor of shape \(shape) is no scalar")
    return storage.base.pointee
  }

  /// One element by its position in row-major order.
  public subscript(index: Int) -> Float {
    get {
      precondition(index >= 0 && index < count, "index \(index) of \(count)")
      return storage.base[index]
    }
    set {
      precondition(index >= 0 && index < count, "index \(index) of \(count)")
      withMutableBuffer { $0[index] = newValue }
    }
  }

  /// The same values under another shape, as a copy that shares memory.
  ///
  /// - Precondition: the shapes have the same number of elements.
  func viewed(as shape: Shape) -> Tensor {
    precondition(shape.count == count, "cannot reshape \(self.shape) to \(shape)")
    return Tensor(shape: shape, storage: storage)
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first elements.
  public var description: String {
    let shown = withBuffer { $0.prefix(8).map { "\($0)" }.joined(separator: ", ") }
    return "Tensor\(shape) [\(shown)\(count > 8 ? ", …" : "")]"
  }
}
