import LSTMTestSupport
import Testing

@testable import LSTMFormats

@Suite("Numbers as few bytes")
struct CompactNumbersTests {
  @Test("are the bytes of LEB128")
  func knownBytes() {
    // 624485 is the example of the DWARF standard and of the encyclopedias.
    #expect(CompactNumbers.bytes(of: [624_485]) == [0xE5, 0x8E, 0x26])
    #expect(CompactNumbers.bytes(of: [0, 1, 127, 128, 300]) == [0, 1, 0x7F, 0x80, 1, 0xAC, 2])
    #expect(CompactNumbers.bytes(of: [.max]) == [0xFF, 0xFF, 0xFF, 0xFF, 7])
    #expect(CompactNumbers.bytes(of: []) == [])
  }

  @Test("come back as they were, at the edges of every length and anywhere between")
  func roundTrip() throws {
    var numbers: [Int32] = [0, .max]
    for bits in 1..<31 { numbers += [(1 << bits) - 1, 1 << bits, (1 << bits) + 1] }
    var random = TestNumbers(seed: 1)
    numbers += random.integers(500, in: 0...Int(Int32.max)).map { Int32($0) }
    #expect(try CompactNumbers.numbers(in: CompactNumbers.bytes(of: numbers)) == numbers)
    #expect(try CompactNumbers.numbers(in: []) == [])
  }

  @Test("are refused where they are too large, too long or cut off, with the place")
  func faults() {
    #expect(throws: CompactNumbersError.tooLarge(offset: 1)) {
      try CompactNumbers.numbers(in: [5, 0x80, 0x80, 0x80, 0x80, 8])
    }
    #expect(throws: CompactNumbersError.tooLarge(offset: 0)) {
      try CompactNumbers.numbers(in: [UInt8](repeating: 0x80, count: 40))
    }
    #expect(throws: CompactNumbersError.notShortest(offset: 2)) {
      try CompactNumbers.numbers(in: [1, 2, 0x81, 0])
    }
    #expect(throws: CompactNumbersError.cutOff(offset: 1)) {
      try CompactNumbers.numbers(in: [1, 0xFF, 0xFF])
    }
    #expect(CompactNumbersError.cutOff(offset: 1).offset == 1)
  }
}
