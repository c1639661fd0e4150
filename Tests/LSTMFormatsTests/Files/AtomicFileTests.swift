import Foundation
import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Writing files whole or not at all")
struct AtomicFileTests {
  @Test("a new file and its successor are written, and nothing else is left")
  func writing() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.write("first", to: folder.path(of: "file"))
    #expect(try folder.text(at: "file") == "first")
    try AtomicFile.write([UInt8](), to: folder.path(of: "file"))
    #expect(try folder.text(at: "file") == "")
    try AtomicFile.write(Array("third".utf8), to: folder.path(of: "file"))
    #expect(try folder.text(at: "file") == "third")
    #expect(try folder.names == ["file"])
  }

  @Test("a large file is written whole")
  func large() throws {
    let folder = try TemporaryFolder()
    let bytes = [UInt8](repeating: 0x5A, count: 5_000_001)
    try AtomicFile.write(bytes, to: folder.path(of: "file"))
    #expect(try FileReader.bytes(of: folder.path(of: "file")) == bytes)
  }

  @Test("the permissions of an old file are kept")
  func permissions() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "secret")
    try AtomicFile.write("old", to: path)
    #expect(chmod(path, 0o640) == 0)
    try AtomicFile.write("new", to: path)
    #expect(try FileStatus(of: path).permissions == 0o640)
  }

  @Test("a symbolic link stays one, and the file that it leads to is written")
  func symbolicLink() throws {
    let folder = try TemporaryFolder()
    try folder.put("old", at: "file")
    #expect(symlink("file", folder.path(of: "link")) == 0)
    try AtomicFile.write("new", to: folder.path(of: "link"))
    #expect(try folder.text(at: "file") == "new")
    #expect(try FileStatus(ofLink: folder.path(of: "link")).kind == .symbolicLink)
    #expect(try folder.names == ["file", "link"])
  }

  @Test("a device is written to and not replaced")
  func device() throws {
    try AtomicFile.write("lost", to: "/dev/null")
    #expect(try FileStatus(of: "/dev/null").kind == .stream)
    try AtomicFile.probe("/dev/null")
  }

  @Test("a pipe that has no path of its own, as standard output in a pipeline, is written to")
  func namelessPipe() throws {
    #if os(Linux)
    let pipe = Pipe()
    let path = "/proc/self/fd/\(pipe.fileHandleForWriting.fileDescriptor)"
    try AtomicFile.probe(path)
    try AtomicFile.write("through", to: path)
    try pipe.fileHandleForWriting.close()
    #expect(try pipe.fileHandleForReading.readToEnd() == Data("through".utf8))
    #endif
  }

  @Test("writers of one file at one time leave one of their contents, whole, and nothing else")
  func concurrency() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "file")
    let contents = (0..<16).map { String(repeating: "\($0 % 10)", count: 10_000 + $0) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for text in contents { group.addTask { try AtomicFile.write(text, to: path) } }
      try await group.waitForAll()
    }
    #expect(contents.contains(try folder.text(at: "file")))
    #expect(try folder.names == ["file"])
  }

  @Test("clearing and writing at one time disturb each other in nothing")
  func clearingWhileWriting() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "file")
    try await withThrowingTaskGroup(of: Void.self) { group in
      for round in 0..<50 {
        group.addTask { try AtomicFile.write("round \(round)", to: path) }
        group.addTask { AtomicFile.removeStaleFiles(for: path) }
      }
      try await group.waitForAll()
    }
    #expect(try folder.text(at: "file").hasPrefix("round "))
    AtomicFile.removeStaleFiles(for: path)
    #expect(try folder.names == ["file"])
  }

  @Test("a path names a folder and a file in it")
  func paths() {
    for (path, folder, name, sibling) in [
      ("file", ".", "file", "./x"), ("a/file", "a", "file", "a/x"), ("/file", "/", "file", "/x"),
      ("/a/b/file", "/a/b", "file", "/a/b/x"), ("./file", ".", "file", "./x"),
      ("a/", "a", "", "a/x"),
    ] {
      let parts = FilePath(path)
      #expect(parts.folder == folder)
      #expect(parts.name == name)
      #expect(parts.sibling("x") == sibling)
    }
  }
}
