import LSTMTensor

/// The search for numbers that are infinite or none at all.
enum FiniteCheck {
  /// Where the first such number of a tensor is, in row-major order, and which it is.
  static func firstFailure(in tensor: Tensor) -> (index: Int, value: Float)? {
    tensor.withBuffer { firstFailure(in: $0.span.bytes) }
  }

  /// The same for little-endian numbers in memory.
  static func firstFailure(in numbers: RawSpan) -> (index: Int, value: Float)? {
    let count = numbers.byteCount / MemoryLayout<UInt32>.size
    // Adding one to a full exponent carries into the sign's place: one pass without a branch.
    var carried: UInt32 = 0
    for index in 0..<count { carried |= (bits(numbers, index) & 0x7FFF_FFFF) &+ 0x0080_0000 }
    guard carried >> 31 != 0 else { return nil }
    for index in 0..<count {
      let value = Float(bitPattern: bits(numbers, index))
      guard value.isFinite else { return (index, value) }
    }
    return nil
  }

  /// The load checks the bounds; "unsafe" in its name warns of types with invalid bit patterns, and
  /// integers have none.
  @inline(__always)
  private static func bits(_ numbers: RawSpan, _ index: Int) -> UInt32 {
    UInt32(
      littleEndian: numbers.unsafeLoadUnaligned(
        fromByteOffset: index * MemoryLayout<UInt32>.size, as: UInt32.self))
  }
}
