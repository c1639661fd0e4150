import LSTMTestSupport
import Testing

@testable import LSTMFormats

@Suite("The fast checksum")
struct Checksum64Tests {
  @Test(
    "agrees with the values that the author of XXH64 and others have published",
    arguments: [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
      ("Nobody inspects the spammish repetition", 0xFBCE_A83C_8A37_8BF1),
    ] as [(String, UInt64)])
  func agreesWithPublishedValues(text: String, expected: UInt64) {
    #expect(Checksum64.of(Array(text.utf8)) == expected)
  }

  // Python 3.11, xxhash 4.1.0:
  // xxhash.xxh64(bytes((i * i * 7 + i * 13 + 5) % 256 for i in range(n))).intdigest()
  @Test(
    "agrees with xxhash at every kind of length",
    arguments: [
      (3, 0x8FD1_BF69_A31A_56F5), (4, 0x56AD_15C3_5C97_74FD), (5, 0x07ED_F254_F58B_2902),
      (7, 0xEF76_4BC0_3DAB_FE4E), (8, 0x8E94_D1FC_5AE6_8313), (9, 0xCB2D_2729_50CE_9046),
      (12, 0xC28C_A4C6_E81E_AB49), (13, 0x49F9_EFAD_9B6F_2581), (31, 0x18E1_8760_6DDC_662C),
      (32, 0xFB5A_878E_5033_2551), (33, 0xA636_16DA_9F1B_FC3D), (40, 0xCB46_0D26_D88D_5561),
      (44, 0x2EA1_801C_1D56_0B95), (47, 0x37DF_ECA4_8A55_64BC), (63, 0xB9A0_5DBD_EC87_70DE),
      (64, 0xA683_3896_8209_86E1), (65, 0xB28B_69E5_A411_48D6), (100, 0xF388_9643_4BDC_D7AC),
      (1_000, 0x72B4_4FCE_6610_6B6C),
    ] as [(Int, UInt64)])
  func agreesWithReference(count: Int, expected: UInt64) {
    let bytes = (0..<count).map { (i: Int) -> UInt8 in
      UInt8(truncatingIfNeeded: i * i * 7 + i * 13 + 5)
    }
    #expect(Checksum64.of(bytes) == expected)
  }

  @Test("does not depend on how the bytes are divided into calls")
  func isIndependentOfDivision() {
    let bytes = Self.bytes(300)
    let whole = Checksum64.of(bytes)
    for size in [1, 3, 31, 32, 33, 63, 64, 65, 200, 299] {
      var checksum = Checksum64()
      for start in stride(from: 0, to: bytes.count, by: size) {
        checksum.update(Array(bytes[start..<min(start + size, bytes.count)]))
      }
      #expect(checksum.value == whole, "in pieces of \(size)")
    }
  }

  @Test("finds every single flipped bit")
  func findsEveryFlippedBit() {
    for count in [1, 8, 64, 100, 257] {
      let bytes = Self.bytes(count)
      let whole = Checksum64.of(bytes)
      var missed = 0
      for bit in 0..<count * 8 where Checksum64.of(bytes.flipping(bit)) == whole { missed += 1 }
      #expect(missed == 0, "\(missed) of \(count * 8) flipped bits were missed")
    }
  }

  @Test("finds two flipped bits, the highest of two words included")
  func findsTwoFlippedBits() {
    let bytes = Self.bytes(192)
    let whole = Checksum64.of(bytes)
    for first in 0..<64 {
      for second in [64, 256 + first, 256 + (first + 31) % 64, 512 + first] {
        #expect(Checksum64.of(bytes.flipping(first).flipping(second)) != whole)
      }
    }
  }

  @Test("tells lengths, added zeros and swapped words apart")
  func tellsRearrangementsApart() {
    let bytes = Self.bytes(128)
    let whole = Checksum64.of(bytes)
    for count in 0..<128 { #expect(Checksum64.of(Array(bytes[..<count])) != whole) }
    #expect(Checksum64.of(bytes + [0]) != whole)
    #expect(Checksum64.of([]) != Checksum64.of([0]))
    for word in 1..<16 {
      var swapped = bytes
      for byte in 0..<8 { swapped.swapAt(byte, word * 8 + byte) }
      #expect(Checksum64.of(swapped) != whole, "words 0 and \(word) swapped")
    }
  }

  private static func bytes(_ count: Int) -> [UInt8] {
    var numbers = TestNumbers(seed: UInt64(count))
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: numbers.next()) }
  }
}

extension [UInt8] {
  fileprivate func flipping(_ bit: Int) -> [UInt8] {
    var copy = self
    copy[bit / 8] ^= 1 << (bit % 8)
    return copy
  }
}
