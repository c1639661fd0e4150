// `Float16` does not exist on every platform that this package supports, so both forms of 16 bits
// are decoded from their fields. Every number of either is exact as a `Float`.

extension Float {
  /// The number that an IEEE number of 16 bits stands for: 1 sign, 5 exponent, 10 fraction bits.
  init(float16Bits bits: UInt16) {
    let sign = UInt32(bits & 0x8000) << 16
    let magnitude = UInt32(bits & 0x7FFF) << 13
    // The fields are in their places and the exponent's bias is 112 too small, for subnormal
    // numbers as well; the product is exact. There is no branch, so that arrays go by vectors.
    let finite = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    // Infinity and NaN have the largest exponent, which stays the largest.
    let isFinite = bits & 0x7C00 != 0x7C00
    self.init(bitPattern: sign | (isFinite ? finite : 0x7F80_0000 | magnitude))
  }

  /// The number whose upper half is given and whose lower half is zero.
  init(brainFloat16Bits bits: UInt16) {
    self.init(bitPattern: UInt32(bits) << 16)
  }
}
