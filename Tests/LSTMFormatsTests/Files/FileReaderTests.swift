import Foundation
import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Reading whole files")
struct FileReaderTests {
  @Test(
    "a file of any size is read whole",
    arguments: [0, 1, 4095, 4096, 4097, 300_000])
  func sizes(count: Int) throws {
    let folder = try TemporaryFolder()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 13) }
    try Data(bytes).write(to: URL(fileURLWithPath: folder.path(of: "data")))
    #expect(try FileReader.bytes(of: folder.path(of: "data")) == bytes)
  }

  @Test("a pipe, whose size nobody knows, is read to its end")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "pipe")
    #expect(mkfifo(path, 0o600) == 0)
    let bytes = [UInt8](repeating: 7, count: 1_200_000)
    let writer = Thread { try? AtomicFile.write(bytes, to: path) }
    writer.start()
    #expect(try FileReader.bytes(of: path) == bytes)
  }

  @Test("a missing file, a folder and an unusable path are missing input, with their names")
  func failures() throws {
    let folder = try TemporaryFolder()
    let missing = folder.path(of: "none")
    #expect(throws: FileError.missing(path: missing)) { try FileReader.bytes(of: missing) }
    #expect(throws: FileError.isFolder(path: folder.path)) {
      try FileReader.bytes(of: folder.path)
    }
    try folder.put("x", at: "file")
    for path in ["", "a\0b", folder.path(of: "file/below"), String(repeating: "x", count: 5000)] {
      let error = #expect(throws: FileError.self) { try FileReader.bytes(of: path) }
      #expect(error?.kind == .missingInput)
      #expect(error?.description.hasPrefix(path) == true)
    }
  }

  @Test("a file longer than its reader takes is refused, with a known size and without")
  func limit() throws {
    let folder = try TemporaryFolder()
    try folder.put(String(repeating: "x", count: 100), at: "file")
    let path = folder.path(of: "file")
    #expect(try FileReader.bytes(of: path, limit: 100).count == 100)
    #expect(throws: FileError.tooLarge(path: path, byteCount: 100, limit: 99)) {
      try FileReader.bytes(of: path, limit: 99)
    }
    #expect(throws: FileError.tooLarge(path: "/dev/zero", byteCount: 4096, limit: 4000)) {
      try FileReader.bytes(of: "/dev/zero", limit: 4000)
    }
  }
}
