import Foundation
import LSTMTensor
import Testing

@testable import LSTMFormats

@Suite("Failures of writing files")
struct AtomicFileFailureTests {
  private static let text = "the new contents, in five short writes"

  @Test(
    "whichever call fails, the old file stays until the new one is whole, and nothing else is left",
    arguments: [ENOSPC, EIO, EDQUOT])
  func everyCall(errorNumber: Int32) throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "file")
    var failures = 0
    for failing in 0..<100 {
      try folder.put("old", at: "file")
      let faults = FaultyCalls(failing: failing, errorNumber: errorNumber)
      do {
        try AtomicFile.write(Array(Self.text.utf8), to: path, calls: faults.calls)
        #expect(try folder.text(at: "file") == Self.text)
        // Six short writes, the file, the name, the folder.
        #expect(failures == 9)
        return
      } catch let error as FileError {
        failures += 1
        #expect(error.kind == .inputOutput)
        if case .folderNotSynchronized = error {
          #expect(try folder.text(at: "file") == Self.text)
        } else {
          #expect(try folder.text(at: "file") == "old")
        }
      }
      #expect(try folder.names == ["file"])
    }
    Issue.record("the writing never succeeds")
  }

  @Test("a folder that cannot be synchronized at all is no failure")
  func unsynchronizableFolder() throws {
    let folder = try TemporaryFolder()
    let faults = FaultyCalls(failing: 8, errorNumber: EINVAL)
    try AtomicFile.write(
      Array(Self.text.utf8), to: folder.path(of: "file"), calls: faults.calls)
    #expect(try folder.text(at: "file") == Self.text)
  }

  @Test("a device that takes nothing does not hold the writer for ever")
  func deadDevice() throws {
    let folder = try TemporaryFolder()
    let faults = FaultyCalls(failing: -1, errorNumber: 0, writeLimit: 0)
    #expect(throws: FileError.self) {
      try AtomicFile.write([1], to: folder.path(of: "file"), calls: faults.calls)
    }
    #expect(try folder.names == [])
  }

  @Test("a full disk is said to be full, with the bytes that were to be written")
  func fullDisk() throws {
    #if os(Linux)
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("12345", to: "/dev/full")
    }
    #expect(
      error?.description
        == "/dev/full: writing failed after 0 of 5 bytes (No space left on device). What was "
        + "there before is unchanged; make room on the disk and try again.")
    #expect(error?.kind == .inputOutput)
    #endif
  }

  @Test("a place where no file can be is named before a byte is written")
  func impossiblePlaces() throws {
    let folder = try TemporaryFolder()
    try folder.put("x", at: "file")
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "folder"), withIntermediateDirectories: false)
    #expect(symlink("nowhere", folder.path(of: "dangling")) == 0)
    for name in [
      "missing/file", "file/below", "folder", "folder/", "new/", "dangling",
      String(repeating: "x", count: 300), "a\0b",
    ] {
      let path = folder.path(of: name)
      for action in [{ try AtomicFile.write("new", to: path) }, { try AtomicFile.probe(path) }] {
        let error = #expect(throws: FileError.self, "\(name)") { try action() }
        #expect(error?.kind == .cannotCreate)
        #expect(error?.description.hasPrefix(path) == true)
      }
    }
    #expect(throws: FileError.self) { try AtomicFile.write("new", to: "") }
    #expect(try folder.names == ["dangling", "file", "folder"])
    #expect(try folder.text(at: "file") == "x")
  }

  @Test("a missing folder is named in the message")
  func missingFolder() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FileError.self) {
      try AtomicFile.write("new", to: folder.path(of: "missing/file"))
    }
    #expect(
      error?.description
        == "\(folder.path)/missing/file cannot be created (its folder \(folder.path)/missing does "
        + "not exist). Choose another place, or change its permissions.")
  }

  @Test("a probe that may replace nothing refuses a file that is there, and only that")
  func refusingProbe() throws {
    let folder = try TemporaryFolder()
    let path = folder.path(of: "file")
    try AtomicFile.probe(path, replaces: false)
    try AtomicFile.write("old", to: path)
    #expect(throws: FileError.isThere(path: path)) {
      try AtomicFile.probe(path, replaces: false)
    }
    try AtomicFile.probe(path)
    try AtomicFile.probe("/dev/null", replaces: false)
    #expect(try folder.text(at: "file") == "old")
  }

  @Test("a probe leaves no trace and keeps the old file")
  func probe() throws {
    let folder = try TemporaryFolder()
    try AtomicFile.probe(folder.path(of: "new"))
    #expect(try folder.names == [])
    try folder.put("old", at: "file")
    try AtomicFile.probe(folder.path(of: "file"))
    #expect(try folder.text(at: "file") == "old")
    #expect(try folder.names == ["file"])
  }
}
