import Testing

@testable import LSTMData

@Suite("UTF-8 is checked byte by byte")
struct UTF8ScanTests {
  /// The standard library's own judgement: the longest part from the start that is valid.
  private func validCount(_ bytes: [UInt8]) -> Int {
    (0...bytes.count).last { String(validating: bytes[..<$0], as: UTF8.self) != nil } ?? 0
  }

  @Test("Bytes that are not UTF-8 are found where Python finds them", arguments: InvalidUTF8.table)
  func invalid(_ example: InvalidUTF8) {
    let scan = UTF8Scan(example.bytes)
    #expect(scan.validCount == example.offset)
    #expect(scan.end == (example.isTruncated ? .truncated : .illFormed(length: example.length)))
    #expect(validCount(example.bytes) == example.offset)
  }

  @Test("Every code point is accepted, and no surrogate")
  func everyCodePoint() {
    #expect(UTF8Scan.isValid(HostileText.acrossUnicode))
    for value in stride(from: UInt32(0xD800), through: 0xDFFF, by: 7) {
      let bytes = [0xED, UInt8(0x80 | (value >> 6) & 0x3F), UInt8(0x80 | value & 0x3F)]
      #expect(UTF8Scan(bytes).validCount == 0)
    }
  }

  @Test("Any two bytes before a letter are judged as the standard library judges them")
  func everyPair() {
    for first in UInt8.min...UInt8.max {
      for second in stride(from: 0, through: 255, by: first < 0x80 ? 51 : 3) {
        let bytes: [UInt8] = [first, UInt8(second), 0x61]
        let isValid = String(validating: bytes, as: UTF8.self) != nil
        if UTF8Scan.isValid(bytes) != isValid {
          Issue.record("\(bytes)")
        }
      }
    }
  }

  @Test("Random bytes are judged as the standard library judges them")
  func randomBytes() {
    var random = SeededGenerator(seed: 1)
    for length in 0..<200 {
      var bytes = HostileText.randomBytes(count: length % 12, using: &random)
      if length % 3 == 0 { bytes = Array("a long beginning of nothing but ASCII".utf8) + bytes }
      #expect(UTF8Scan(bytes).validCount == validCount(bytes), "\(bytes)")
    }
  }
}
