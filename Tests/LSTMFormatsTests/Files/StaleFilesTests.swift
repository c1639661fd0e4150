import Foundation
import Testing

@testable import LSTMFormats

@Suite("Temporary files of killed processes")
struct StaleFilesTests {
  @Test("those of the given target are removed, and no others")
  func removal() throws {
    let folder = try TemporaryFolder()
    let stale = [".model.tmp-1-0", ".model.tmp-99999-12"]
    let others = [
      ".model.tmp-1", ".model.tmp-1-", ".model.tmp--1", ".model.tmp-a-0", ".model.tmp-1-0x",
      ".model.tmp-1-2-3", ".other.tmp-1-0", "model", "model.tmp-1-0",
    ]
    for name in stale + others { try folder.put("x", at: name) }
    let removed = AtomicFile.removeStaleFiles(for: folder.path(of: "model"))
    #expect(removed == stale.map(folder.path(of:)).sorted())
    #expect(try folder.names == others.sorted())
  }

  @Test("a file that is being written stays")
  func locked() throws {
    let folder = try TemporaryFolder()
    let target = FilePath(folder.path(of: "model"))
    try withExtendedTemporaryFile(for: target) { path in
      #expect(AtomicFile.removeStaleFiles(for: folder.path(of: "model")) == [])
      #expect(FileManager.default.fileExists(atPath: path))
    }
    #expect(try folder.names == [])
  }

  @Test("the name tells the target and the process, and a name that is taken is passed over")
  func names() throws {
    let folder = try TemporaryFolder()
    let first = ".model.tmp-\(getpid())-0"
    try folder.put("x", at: first)
    try withExtendedTemporaryFile(for: FilePath(folder.path(of: "model"))) { path in
      #expect(path == folder.path(of: ".model.tmp-\(getpid())-1"))
    }
    #expect(try folder.names == [first])
  }

  @Test("folders, links and folders that are missing are passed over")
  func otherKinds() throws {
    let folder = try TemporaryFolder()
    try folder.put("x", at: "victim")
    #expect(symlink("victim", folder.path(of: ".model.tmp-1-0")) == 0)
    try FileManager.default.createDirectory(
      atPath: folder.path(of: ".model.tmp-1-1"), withIntermediateDirectories: false)
    #expect(mkfifo(folder.path(of: ".model.tmp-1-2"), 0o600) == 0)
    #expect(AtomicFile.removeStaleFiles(for: folder.path(of: "model")) == [])
    #expect(AtomicFile.removeStaleFiles(for: folder.path(of: "missing/model")) == [])
    #expect(AtomicFile.removeStaleFiles(for: "") == [])
    #expect(try folder.names.count == 4)
  }

  /// Runs `body` while a temporary file is open.
  private func withExtendedTemporaryFile(
    for target: FilePath, _ body: (String) throws -> Void
  ) throws {
    let file = try TemporaryFile(for: target, permissions: nil, calls: .system)
    try body(file.path)
    try file.synchronize()
  }
}
