import Testing

@testable import LSTMFormats

@Suite("Numbers of 16 bits")
struct HalfPrecisionTests {
  #if !(os(macOS) && arch(x86_64))
  @Test("all 65,536 IEEE numbers of 16 bits are those of the compiler's Float16")
  func float16() {
    var differences = 0
    for bits in UInt16.min...UInt16.max {
      let expected = Float(Float16(bitPattern: bits))
      let found = Float(float16Bits: bits)
      let agrees = expected.isNaN ? found.isNaN : found.bitPattern == expected.bitPattern
      differences += agrees ? 0 : 1
    }
    #expect(differences == 0)
  }
  #endif

  @Test(
    "landmarks are exact",
    arguments: [
      (0x0000, 0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0400, 0x1p-14),
      (0x0001, 0x1p-24), (0x03FF, 0x1.FF8p-15), (0x3555, 0.333251953125), (0x7C00, .infinity),
      (0xFC00, -.infinity),
    ] as [(UInt16, Float)])
  func landmarks(bits: UInt16, value: Float) {
    #expect(Float(float16Bits: bits) == value)
  }

  @Test("the sign of zero and the payload of NaN are kept")
  func signs() {
    #expect(Float(float16Bits: 0x8000).bitPattern == 0x8000_0000)
    #expect(Float(float16Bits: 0x7E01).bitPattern == 0x7FC0_2000)
    #expect(Float(brainFloat16Bits: 0x7FC1).bitPattern == 0x7FC1_0000)
    #expect(Float(brainFloat16Bits: 0xC049) == -3.140625)
  }
}
