import LSTMTestSupport
import Testing

@testable import LSTMFormats

@Suite("The fast checksum")
struct Checksum64Tests {
  @Test("agrees with the definition written out word by word")
  func agreesWithTheDefinition() {
    for count in [0, 1, 7, 8, 9, 63, 64, 65, 127, 128, 129, 1_000] {
      let bytes = Self.bytes(count)
      #expect(Checksum64.of(bytes) == Self.definition(bytes), "\(count) bytes")
    }
  }

  @Test("stays what it was when the first files were written")
  func staysWhatItWas() {
    #expect(Checksum64.of([]) == Self.definition([]))
    #expect(Checksum64.of(Array("swift-lstm".utf8)) == 0x6E8E_6CF9_0E4D_32A5)
  }

  @Test("does not depend on how the bytes are divided into calls")
  func isIndependentOfDivision() {
    let bytes = Self.bytes(300)
    let whole = Checksum64.of(bytes)
    for size in [1, 3, 63, 64, 65, 128, 200, 299] {
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
      for second in [64, 512 + first, 512 + (first + 29) % 64, 1_024 + first] {
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

  private static func definition(_ bytes: [UInt8]) -> UInt64 {
    let constants: [UInt64] = [
      0x6A09_E667_F3BC_C909, 0xBB67_AE85_84CA_A73B, 0x3C6E_F372_FE94_F82B, 0xA54F_F53A_5F1D_36F1,
      0x510E_527F_ADE6_82D1, 0x9B05_688C_2B3E_6C1F, 0x1F83_D9AB_FB41_BD6B, 0x5BE0_CD19_137E_2179,
    ]
    func rotate(_ value: UInt64) -> UInt64 { value << 29 | value >> 35 }
    let padded = bytes + [UInt8](repeating: 0, count: (64 - bytes.count % 64) % 64)
    var lanes = constants
    for start in stride(from: 0, to: padded.count, by: 8) {
      let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(padded[start + $1]) << UInt64(8 * $1) }
      let lane = start / 8 % 8
      lanes[lane] = (rotate(lanes[lane]) ^ word) &* constants[lane]
    }
    var folded = UInt64(bytes.count)
    for lane in 0..<8 { folded = (rotate(folded) ^ lanes[lane]) &* constants[lane] }
    return folded ^ folded >> 32
  }
}

extension [UInt8] {
  fileprivate func flipping(_ bit: Int) -> [UInt8] {
    var copy = self
    copy[bit / 8] ^= 1 << (bit % 8)
    return copy
  }
}
