import Foundation
import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Folders for results")
struct OutputFolderTests {
  @Test("a missing folder is created with those above it, and no probe remains")
  func creation() throws {
    let folder = try TemporaryFolder()
    for name in ["a/b/c", "a/b/c", "d//e/", "./f/../g"] {
      try OutputFolder.prepare(folder.path(of: name))
    }
    for name in ["a/b/c", "d/e", "g"] {
      #expect(try FileStatus(of: folder.path(of: name)).kind == .folder)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path(of: "a/b/c")) == [])
  }

  @Test("a folder that is there keeps its files")
  func existing() throws {
    let folder = try TemporaryFolder()
    try folder.put("x", at: "file")
    try OutputFolder.prepare(folder.path)
    try OutputFolder.prepare(folder.path + "/")
    #expect(try folder.names == ["file"])
  }

  @Test("a link to a folder is a folder")
  func link() throws {
    let folder = try TemporaryFolder()
    try OutputFolder.prepare(folder.path(of: "real"))
    #expect(symlink("real", folder.path(of: "link")) == 0)
    try OutputFolder.prepare(folder.path(of: "link/below"))
    #expect(try FileStatus(of: folder.path(of: "real/below")).kind == .folder)
  }

  @Test("a file in the way, at the end or before, cannot be created over")
  func fileInTheWay() throws {
    let folder = try TemporaryFolder()
    try folder.put("x", at: "file")
    for name in ["file", "file/below", "file/below/further"] {
      let error = #expect(throws: FileError.self) {
        try OutputFolder.prepare(folder.path(of: name))
      }
      #expect(error?.kind == .cannotCreate)
      #expect(error?.description.contains("\(folder.path)/file is there and is no folder") == true)
    }
    #expect(throws: FileError.self) { try OutputFolder.prepare("") }
    #expect(throws: FileError.self) { try OutputFolder.prepare("a\0b") }
  }

  @Test("a system folder that takes no files cannot be created in, even by the superuser")
  func readOnly() {
    #if os(Linux)
    for path in ["/proc/lstm", "/proc"] {
      let error = #expect(throws: FileError.self) { try OutputFolder.prepare(path) }
      #expect(error?.kind == .cannotCreate)
    }
    #endif
  }

  @Test("a full disk is found before the work begins, and the probe is removed", arguments: 0..<2)
  func fullDisk(failing: Int) throws {
    let folder = try TemporaryFolder()
    let faults = FaultyCalls(failing: failing, errorNumber: ENOSPC, writeLimit: 4096)
    let error = #expect(throws: FileError.self) {
      try OutputFolder.writeProbe(in: folder.path, calls: faults.calls)
    }
    #expect(error?.kind == .inputOutput)
    #expect(try folder.names == [])
  }
}
