import Testing

@testable import LSTMFormats

@Suite("Bulk copies between bytes and numbers")
struct LittleEndianArrayTests {
  private static let bytes: [UInt8] = [0xAA, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08]

  @Test("numbers are read at any offset, least byte first")
  func reading() {
    #expect([UInt16](littleEndian: Self.bytes, in: 1..<5) == [0x0201, 0x0403])
    #expect([UInt32](littleEndian: Self.bytes, in: 1..<9) == [0x0403_0201, 0x0807_0605])
    #expect([UInt64](littleEndian: Self.bytes, in: 1..<9) == [0x0807_0605_0403_0201])
    #expect([Int8](littleEndian: Self.bytes, in: 0..<1) == [-86])
  }

  @Test("a remainder and a range outside the bytes are left out")
  func bounds() {
    #expect([UInt32](littleEndian: Self.bytes, in: 1..<8) == [0x0403_0201])
    #expect([UInt64](littleEndian: Self.bytes, in: 5..<100) == [])
    #expect([UInt16](littleEndian: Self.bytes, in: 7..<100) == [0x0807])
    #expect([Float](littleEndian: [], in: 0..<0) == [])
  }

  @Test("numbers are appended least byte first")
  func writing() {
    var bytes: [UInt8] = [9]
    bytes.append(littleEndian: [UInt32(0x0403_0201)])
    bytes.append(littleEndian: [Float(1.5)])
    bytes.append(littleEndian: [Double]())
    #expect(bytes == [9, 1, 2, 3, 4, 0, 0, 0xC0, 0x3F])
  }
}
