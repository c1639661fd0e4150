import Foundation
import LSTMTensor
import Testing

@testable import LSTMData

@Suite("Text is read in pieces of whole characters")
struct TextReaderTests {
  private func chunks(_ paths: [String], size: Int) throws -> [[UInt8]] {
    var reader = try TextReader(paths: paths, chunkSize: size)
    var chunks: [[UInt8]] = []
    while let chunk = try reader.next() { chunks.append(chunk) }
    return chunks
  }

  @Test("A text comes out as it lies in the file, whatever the size of the pieces")
  func anyChunkSize() throws {
    for (name, sample) in HostileText.samples {
      try withTemporaryFile(bytes(sample)) { path in
        let expected = name == "no break" ? Array(bytes(sample).dropFirst(3)) : bytes(sample)
        for size in [1, 2, 3, 4, 5, 7, 1 << 20] {
          let chunks = try chunks([path], size: size)
          #expect(chunks.flatMap { $0 } == expected, "\(name), \(size)")
          #expect(chunks.allSatisfy { !$0.isEmpty && String(validating: $0, as: UTF8.self) != nil })
        }
      }
    }
  }

  @Test(
    "Invalid bytes are named by their offset in the file, also across the border of two pieces",
    arguments: InvalidUTF8.table)
  func invalidOffset(_ example: InvalidUTF8) throws {
    let found = Array(example.bytes[example.offset..<example.offset + example.length])
    try withTemporaryFile(example.bytes) { path in
      let expected =
        example.isTruncated
        ? TextError.truncatedUTF8(file: path, offset: example.offset, bytes: found)
        : .invalidUTF8(file: path, offset: example.offset, bytes: found)
      for size in [1, 2, 3, 4, 64, 1 << 20] {
        #expect(throws: expected) { try chunks([path], size: size) }
      }
    }
  }

  @Test("An invalid byte is found at the very border of a megabyte")
  func megabyteBorder() throws {
    var text = [UInt8](repeating: 0x61, count: (1 << 20) - 1)
    text += [0xE2, 0x82, 0xAC, 0xE2, 0x82, 0x61]
    try withTemporaryFile(text) { path in
      #expect(
        throws: TextError.invalidUTF8(file: path, offset: (1 << 20) + 2, bytes: [0xE2, 0x82])
      ) { try TextReader.read(path) }
    }
  }

  @Test("A byte order mark is skipped at the start of a file and kept elsewhere")
  func byteOrderMark() throws {
    try withTemporaryFile(bytes("\u{FEFF}a\u{FEFF}b")) { path in
      for size in [1, 2, 3, 100] {
        let text = try chunks([path], size: size).flatMap { $0 }
        #expect(text == bytes("a\u{FEFF}b"))
      }
      let twice = try TextReader.read([path, path])
      #expect(twice == bytes("a\u{FEFF}ba\u{FEFF}b"))
    }
  }

  @Test("Several files are joined without anything between them")
  func severalFiles() throws {
    try withTemporaryFile(bytes("one\n")) { first in
      try withTemporaryFile(bytes("zwölf")) { second in
        let text = try TextReader.read([first, second, first])
        #expect(text == bytes("one\nzwölfone\n"))
      }
    }
  }

  @Test("A character must not be split between two files")
  func splitBetweenFiles() throws {
    try withTemporaryFile([0x61, 0xC3]) { first in
      try withTemporaryFile([0xA9]) { second in
        #expect(throws: TextError.truncatedUTF8(file: first, offset: 1, bytes: [0xC3])) {
          try TextReader.read([first, second])
        }
      }
    }
  }

  @Test("A missing file, a folder, an empty file and no file at all are each their own error")
  func nothingToRead() throws {
    let missing = NSTemporaryDirectory() + "no-such-file-\(UUID().uuidString)"
    #expect(throws: TextError.missing(file: missing)) { try TextReader.read(missing) }
    let folder = NSTemporaryDirectory()
    #expect(throws: TextError.folder(file: folder)) { try TextReader.read(folder) }
    #expect(throws: TextError.noFiles) { try TextReader.read([]) }
    for empty in [[], bytes("\u{FEFF}")] {
      try withTemporaryFile(empty) { path in
        #expect(throws: TextError.empty(file: path)) { try TextReader.read(path) }
      }
    }
  }

  @Test("An error says the file, the place, what was found and what to do")
  func messages() {
    #expect(
      "\(TextError.invalidUTF8(file: "input.txt", offset: 10532, bytes: [0xFF]))"
        == "input.txt: byte 10532 is 0xFF, which is not valid UTF-8; expected UTF-8 text. "
        + "Convert it, for instance with `iconv -f latin1 -t utf-8`.")
    #expect("\(TextError.invalidUTF8(file: "a", offset: 0, bytes: [0xFF]))".contains("-f utf-16"))
    #expect(TextError.missing(file: "a").kind == .missingInput)
    #expect(TextError.empty(file: "a").kind == .badData)
  }
}
