import Foundation

/// A seeded source of test data whose numbers are exact in `Float`.
///
/// Every number is rounded through `Float`, so that a `Float` operation and its `Double` reference
/// start from identical inputs and differ only by the arithmetic between. The generator is
/// SplitMix64 (Steele, Lea and Flood, 2014), kept apart from the package's own so that a fault
/// there cannot hide itself.
package struct TestNumbers: RandomNumberGenerator, Sendable {
  private var counter: UInt64

  package init(seed: UInt64) { counter = seed }

  package mutating func next() -> UInt64 {
    counter &+= 0x9E37_79B9_7F4A_7C15
    var mixed = counter
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in [0, 1) with 53 random bits.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Numbers spread evenly between the bounds.
  package mutating func uniform(
    _ shape: [Int], in bounds: ClosedRange<Double> = -1...1
  ) -> DoubleArray {
    fill(shape) { bounds.lowerBound + (bounds.upperBound - bounds.lowerBound) * $0.unit() }
  }

  /// Normally distributed numbers.
  package mutating func normal(
    _ shape: [Int], mean: Double = 0, deviation: Double = 1
  ) -> DoubleArray {
    fill(shape) { numbers in
      // 1 - unit() lies in (0, 1], where the logarithm is finite.
      let radius = (-2 * log(1 - numbers.unit())).squareRoot()
      return mean + deviation * radius * cos(2 * .pi * numbers.unit())
    }
  }

  /// A dropout mask: one with the given probability, else zero.
  package mutating func mask(_ shape: [Int], keeping probability: Double) -> DoubleArray {
    fill(shape) { $0.unit() < probability ? 1 : 0 }
  }

  /// Whole numbers between the bounds: token ids, targets, lengths.
  package mutating func integers(_ count: Int, in bounds: ClosedRange<Int>) -> [Int] {
    (0..<count).map { _ in Int.random(in: bounds, using: &self) }
  }

  private mutating func fill(
    _ shape: [Int], with draw: (inout TestNumbers) -> Double
  ) -> DoubleArray {
    let values = (0..<shape.reduce(1, *)).map { _ in Double(Float(draw(&self))) }
    return DoubleArray(values, shape: shape)
  }
}
