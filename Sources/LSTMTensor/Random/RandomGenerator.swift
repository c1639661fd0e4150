import CLSTMKernels

/// The package's only source of chance: SplitMix64 (Steele, Lea, Flood 2014), whose every value follows
/// from a key and a position.
///
/// Equal on every system, two numbers to save, and any position can be computed again, which is how
/// dropout masks work (``Tensor/dropout(rate:key:firstRow:rowsPerMask:)``).
public struct RandomGenerator: RandomNumberGenerator, Sendable, Equatable {
  /// What tells this sequence from others.
  public let key: UInt64
  /// How many values have been drawn.
  public private(set) var position: UInt64

  /// The sequence of a seed, from a position on.
  public init(seed: UInt64, position: UInt64 = 0) {
    key = seed
    self.position = position
  }

  /// The next value, all 64 bits equally likely.
  public mutating func next() -> UInt64 {
    defer { position &+= 1 }
    return clstm_random(key, position)
  }

  /// A number in [0, 1), a multiple of 2⁻²⁴.
  public mutating func uniform() -> Float {
    Float(next() >> 40) * 0x1p-24
  }

  /// A number from the normal distribution (Marsaglia's polar method).
  public mutating func normal() -> Float {
    while true {
      let x = 2 * uniform() - 1
      let y = 2 * uniform() - 1
      let square = x * x + y * y
      guard square > 0, square < 1 else { continue }
      return x * (-2 * Self.logarithm(of: square) / square).squareRoot()
    }
  }

  /// The kernels' natural logarithm: the system's may differ in the last bit.
  private static func logarithm(of value: Float) -> Float {
    var (value, result) = (value, Float(0))
    clstm_apply(CLSTM_LOG, &value, &result, 1)
    return result
  }

  /// A whole number in `0..<bound`, without bias.
  public mutating func index(below bound: Int) -> Int {
    Int.random(in: 0..<bound, using: &self)
  }

  /// The key of another, independent sequence, named by a number.
  public static func key(_ seed: UInt64, _ number: UInt64) -> UInt64 {
    clstm_random(seed, number)
  }
}

extension Tensor {
  /// Numbers drawn uniformly from a range.
  public static func uniform(
    _ shape: Shape, in range: ClosedRange<Float>, using random: inout RandomGenerator
  ) -> Tensor {
    let width = range.upperBound - range.lowerBound
    let values = (0..<shape.count).map { _ in range.lowerBound + width * random.uniform() }
    return Tensor(values, shape: shape)
  }

  /// Numbers drawn from a normal distribution around zero.
  public static func normal(
    _ shape: Shape, deviation: Float = 1, using random: inout RandomGenerator
  ) -> Tensor {
    Tensor((0..<shape.count).map { _ in deviation * random.normal() }, shape: shape)
  }
}
