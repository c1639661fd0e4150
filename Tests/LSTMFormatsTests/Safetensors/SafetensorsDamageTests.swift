import Testing

@testable import LSTMFormats

@Suite("Damaged safetensors files")
struct SafetensorsDamageTests {
  private static func file() throws -> [UInt8] {
    var writer = SafetensorsWriter()
    try writer.addNote("format", "test")
    try writer.add("weight", shape: [2, 2], floats: [1, 2, 3, 4])
    try writer.add("state", shape: [1], words: [.max])
    try writer.add("mask", shape: [3], bytes: [0, 1, 1])
    return try writer.bytes()
  }

  @Test("a file cut off anywhere is refused")
  func truncation() throws {
    let bytes = try Self.file()
    _ = try SafetensorsFile(bytes: bytes, path: "x")
    for count in bytes.indices {
      #expect(throws: SafetensorsError.self, "\(count) bytes") {
        try SafetensorsFile(bytes: Array(bytes[..<count]), path: "x")
      }
    }
  }

  @Test("a changed byte of the header gives an error or a consistent file, never a crash")
  func changedHeader() throws {
    let bytes = try Self.file()
    let headerEnd = 8 + Int(bytes[0]) + 256 * Int(bytes[1])
    let replacements = Array("\"\\{}[],:0129-.eE u".utf8) + [0x00, 0x7F, 0x80, 0xC3, 0xFF]
    for position in 0..<headerEnd {
      let flipped = (0..<8).map { bytes[position] ^ 1 << $0 }
      for byte in flipped + replacements where byte != bytes[position] {
        var changed = bytes
        changed[position] = byte
        do {
          let file = try SafetensorsFile(bytes: changed, path: "x")
          #expect(file.tensors.reduce(headerEnd) { $0 + $1.byteRange.count } == bytes.count)
          file.decodeEverything()
        } catch {
          #expect(error is SafetensorsError)
        }
      }
    }
  }

  @Test("bytes inserted into and removed from the header never crash the reader")
  func editedHeader() throws {
    let bytes = try Self.file()
    var random = SplitMix(state: 5)
    for _ in 0..<2000 {
      var edited = bytes
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let position = Int.random(in: 8..<200, using: &random)
        if Bool.random(using: &random) {
          edited.insert(edited[Int.random(in: 8..<200, using: &random)], at: position)
        } else {
          edited.remove(at: position)
        }
      }
      (try? SafetensorsFile(bytes: edited, path: "x"))?.decodeEverything()
    }
  }
}
