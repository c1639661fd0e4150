/// The sizes of a tensor's axes, slowest first; up to four axes, stored inline.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  /// How many axes there can be.
  public static let largestRank = 4

  /// Number of axes.
  public let rank: Int
  private let sizes: (Int, Int, Int, Int)

  /// A shape from its sizes, none negative, at most ``largestRank`` of them.
  public init(_ sizes: [Int]) {
    precondition(sizes.count <= Self.largestRank, "a tensor has at most four axes")
    precondition(sizes.allSatisfy { $0 >= 0 }, "an axis cannot have a negative size")
    rank = sizes.count
    func size(_ axis: Int) -> Int { axis < sizes.count ? sizes[axis] : 1 }
    self.sizes = (size(0), size(1), size(2), size(3))
  }

  /// A shape from its sizes.
  public init(arrayLiteral elements: Int...) {
    self.init(elements)
  }

  /// Size of an axis; negative numbers count from the last axis.
  public subscript(axis: Int) -> Int {
    let index = axis < 0 ? rank + axis : axis
    precondition(index >= 0 && index < rank, "axis \(axis) of a tensor with \(rank) axes")
    switch index {
    case 0: return sizes.0
    case 1: return sizes.1
    case 2: return sizes.2
    default: return sizes.3
    }
  }

  /// Number of elements.
  public var count: Int { sizes.0 * sizes.1 * sizes.2 * sizes.3 }

  /// The sizes as an array.
  public var array: [Int] { (0..<rank).map { self[$0] } }

  /// Size of the last axis, 1 for a scalar.
  public var columnCount: Int { rank == 0 ? 1 : self[-1] }

  /// Number of rows when all axes but the last are one.
  public var rowCount: Int {
    rank == 0 ? 1 : array.dropLast().reduce(1, *)
  }

  /// The same shape with another last axis.
  package func replacingLast(with size: Int) -> Shape {
    Shape(array.dropLast() + [size])
  }

  /// Two shapes are equal when all their sizes are.
  public static func == (left: Shape, right: Shape) -> Bool {
    left.rank == right.rank && left.sizes == right.sizes
  }

  /// Feeds the sizes into a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(array)
  }

  /// The sizes in brackets, as in `[20, 16, 128]`.
  public var description: String { array.description }
}
