import Foundation
import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("The checkpoints of a model folder")
struct ModelFolderCheckpointsTests {
  @Test("are none at first; then the last is read and the one before it kept")
  func keepTwo() throws {
    try withFolder { folder in
      #expect(try folder.checkpoint() == nil)
      for step in 1...4 {
        try folder.writeCheckpoint(Self.checkpoint(step))
        let read = try #require(try folder.checkpoint())
        #expect(read.record == Self.checkpoint(step).record)
        #expect(read["weight"]?.values == [Float(step)])
        #expect(read.warning == nil)
        guard step > 1 else { continue }
        let previous = try Checkpoint(contentsOf: folder.previousCheckpointPath)
        #expect(previous.record == Self.checkpoint(step - 1).record)
      }
      #expect(
        try names(in: folder.path + "/checkpoints") == ["last.safetensors", "previous.safetensors"])
    }
  }

  @Test("fall back to the previous one when the last is damaged at any place, and say so")
  func fallBack() throws {
    try withFolder { folder in
      for step in 1...2 { try folder.writeCheckpoint(Self.checkpoint(step)) }
      let bytes = try readBytes(folder.checkpointPath)
      for position in stride(from: 0, to: bytes.count, by: 7) {
        var damaged = bytes
        damaged[position] ^= 0x10
        for contents in [damaged, Array(bytes[..<position])] {
          try writeBytes(contents, folder.checkpointPath)
          let read = try #require(try folder.checkpoint())
          #expect(read.record == Self.checkpoint(1).record)
          let warning = try #require(read.warning)
          #expect(warning.contains(folder.checkpointPath) && warning.contains("previous"))
        }
      }
    }
  }

  @Test("go on after a fall back, and the good one is not lost to the damaged one")
  func goOnAfterFallBack() throws {
    try withFolder { folder in
      for step in 1...2 { try folder.writeCheckpoint(Self.checkpoint(step)) }
      try writeText("damaged", folder.checkpointPath)
      #expect(try folder.checkpoint()?.record == Self.checkpoint(1).record)
      try folder.writeCheckpoint(Self.checkpoint(3))
      #expect(try folder.checkpoint()?.record == Self.checkpoint(3).record)
      #expect(try folder.checkpoint()?.warning == nil)
    }
  }

  @Test("are found when the process was killed between any two steps of writing one")
  func survivesKills() throws {
    try withFolder { folder in
      let files = ["last", "previous", "next", "link"].map {
        folder.path + "/checkpoints/\($0).safetensors"
      }
      for step in 1...3 { try folder.writeCheckpoint(Self.checkpoint(step)) }
      let (two, three) = (try readBytes(files[1]), try readBytes(files[0]))
      try Self.checkpoint(4).write(to: files[2])
      let four = try readBytes(files[2])
      let half = Array(four[..<(four.count / 2)])
      // The states of last, previous, next and link, and the step that is found in them.
      let states: [([[UInt8]?], Int)] = [
        ([three, two, nil, nil], 3), ([three, two, four, nil], 3), ([three, two, four, three], 3),
        ([three, three, four, nil], 3), ([four, three, nil, nil], 4),
        // Without hard links, and with a torn file that only a failing disk can make.
        ([nil, three, four, nil], 3), ([half, three, nil, nil], 3), ([three, two, half, nil], 3),
      ]
      for (contents, step) in states {
        for (file, bytes) in zip(files, contents) {
          if let bytes {
            try writeBytes(bytes, file)
          } else {
            try? FileManager.default.removeItem(atPath: file)
          }
        }
        #expect(try folder.checkpoint()?.record == Self.checkpoint(step).record)
        _ = try ModelFolder.create(at: folder.path, force: false, resume: true)
        #expect(try folder.checkpoint()?.record == Self.checkpoint(step).record)
        try folder.writeCheckpoint(Self.checkpoint(5))
        #expect(try folder.checkpoint()?.record == Self.checkpoint(5).record)
        #expect(!exists(files[2]) && !exists(files[3]))
      }
    }
  }

  @Test("stay as they are when a new one cannot be written")
  func stayWhenWritingFails() throws {
    try withFolder { folder in
      for step in 1...2 { try folder.writeCheckpoint(Self.checkpoint(step)) }
      let before = try readBytes(folder.checkpointPath)
      let twice = Checkpoint(tensors: [("a", Tensor([1])), ("a", Tensor([2]))], record: [:])
      #expect(failure { try folder.writeCheckpoint(twice) } != nil)
      #expect(try readBytes(folder.checkpointPath) == before)
      #expect(
        try Checkpoint(contentsOf: folder.previousCheckpointPath).record
          == Self.checkpoint(1).record)
    }
  }

  @Test("that are both damaged are an error about the last, and those of a newer build too")
  func refuse() throws {
    try withFolder { folder in
      for step in 1...2 { try folder.writeCheckpoint(Self.checkpoint(step)) }
      let file = folder.checkpointPath
      var writer = SafetensorsWriter()
      try writer.addNote("format", TensorFile.Kind.checkpoint.rawValue)
      try writer.addNote("version", "2")
      try writeBytes(writer.bytes(), file)
      #expect(throws: TensorFileError.futureVersion(file: file, found: 2, supported: 1)) {
        _ = try folder.checkpoint()
      }
      try writeText("", file)
      try writeText("", folder.previousCheckpointPath)
      #expect(throws: SafetensorsError.tooShort(file: file, byteCount: 0)) {
        _ = try folder.checkpoint()
      }
    }
  }

  private static func checkpoint(_ step: Int) -> Checkpoint {
    Checkpoint(tensors: [("weight", Tensor([Float(step)]))], record: ["step": step.json])
  }

  private func withFolder(_ body: (ModelFolder) throws -> Void) throws {
    try withTemporaryFolder { path in
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      try folder.writeConfiguration(ModelFolderCreateTests.configuration)
      try body(folder)
    }
  }
}
