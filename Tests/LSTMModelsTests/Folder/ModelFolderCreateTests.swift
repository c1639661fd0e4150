import Foundation
import LSTMFormats
import LSTMTensor
import Testing

@testable import LSTMModels

@Suite("Preparing a model folder")
struct ModelFolderCreateTests {
  static let configuration = ModelConfiguration(
    task: "language", architecture: ["hiddenSize": 2], training: [:])

  @Test("creates it with the folders above it, and leaves it empty")
  func createFolders() throws {
    try withTemporaryFolder { parent in
      let path = parent + "/a/b"
      let folder = try ModelFolder.create(at: path, force: false, resume: false)
      #expect(folder.path == path)
      #expect(try names(in: path).isEmpty)
      #expect(!folder.isFinished)
      _ = try ModelFolder.create(at: path, force: false, resume: false)
      _ = try ModelFolder.create(at: path + "/", force: true, resume: false)
      _ = try ModelFolder.create(at: path, force: false, resume: true)
    }
  }

  @Test("refuses a name that is a file's")
  func refuseFile() throws {
    try withTemporaryFolder { parent in
      try writeText("mine", parent + "/file")
      for option in ["", "force", "resume"] {
        let found = failure {
          _ = try ModelFolder.create(
            at: parent + "/file", force: option == "force", resume: option == "resume")
        }
        #expect(found as? ModelFolderError == .fileInTheWay(path: parent + "/file"))
      }
      let inside = failure {
        _ = try ModelFolder.create(at: parent + "/file/a", force: true, resume: false)
      }
      #expect(inside?.kind == .cannotCreate)
      #expect(String(decoding: try readBytes(parent + "/file"), as: UTF8.self) == "mine")
    }
  }

  @Test("refuses a model that is there, and says how to go on")
  func refuseModel() throws {
    try withTemporaryFolder { path in
      let folder = try Self.model(at: path, isFinished: false)
      let error = ModelFolderError.modelInTheWay(path: path, isFinished: false)
      #expect(throws: error) {
        _ = try ModelFolder.create(at: path, force: false, resume: false)
      }
      #expect(error.kind == .cannotCreate)
      #expect(error.description.contains("--force") && error.description.contains("--resume"))
      try folder.writeWeights([])
      #expect(throws: ModelFolderError.modelInTheWay(path: path, isFinished: true)) {
        _ = try ModelFolder.create(at: path, force: false, resume: false)
      }
    }
  }

  @Test("with force removes the model and nothing else")
  func forceRemovesTheModel() throws {
    try withTemporaryFolder { path in
      let folder = try Self.model(at: path, isFinished: true)
      try writeText("mine", path + "/notes.txt")
      try writeText("mine", path + "/checkpoints/best.txt")
      _ = try ModelFolder.create(at: path, force: true, resume: false)
      #expect(try names(in: path) == ["checkpoints", "notes.txt"])
      #expect(try names(in: path + "/checkpoints") == ["best.txt"])
      #expect(!folder.isFinished)
    }
  }

  @Test("with force replaces a model whose description is damaged")
  func forceReplacesDamaged() throws {
    try withTemporaryFolder { path in
      _ = try Self.model(at: path, isFinished: true)
      try writeText("{\"formatVersion\"", path + "/config.json")
      _ = try ModelFolder.create(at: path, force: true, resume: false)
      #expect(try names(in: path).isEmpty)
    }
  }

  @Test("refuses a folder with other files, and with force never replaces one of them")
  func refuseOtherFiles() throws {
    try withTemporaryFolder { path in
      try writeText("mine", path + "/notes.txt")
      let error = ModelFolderError.notEmpty(path: path, found: "notes.txt")
      #expect(throws: error) {
        _ = try ModelFolder.create(at: path, force: false, resume: false)
      }
      #expect(error.kind == .cannotCreate && error.description.contains("notes.txt"))
      #expect(throws: ModelFolderError.nothingToResume(path: path, found: "notes.txt")) {
        _ = try ModelFolder.create(at: path, force: false, resume: true)
      }
      _ = try ModelFolder.create(at: path, force: true, resume: false)
      for name in ["README.md", "config.json", "checkpoints"] {
        try writeText("{}", path + "/" + name)
        #expect(throws: ModelFolderError.otherFileInTheWay(path: path, name: name)) {
          _ = try ModelFolder.create(at: path, force: true, resume: false)
        }
        #expect(exists(path + "/" + name))
        try FileManager.default.removeItem(atPath: path + "/" + name)
      }
    }
  }

  @Test("with resume keeps everything, but for what a killed process has left")
  func resumeKeeps() throws {
    try withTemporaryFolder { path in
      let folder = try Self.model(at: path, isFinished: false)
      let before = try readBytes(folder.checkpointPath)
      let stale = [
        ".config.json.tmp-1-0", ".model.safetensors.tmp-99999-0", ".probe.tmp-7-1",
        "checkpoints/.last.safetensors.tmp-1-0", "checkpoints/.next.safetensors.tmp-2-0",
        "checkpoints/next.safetensors", "checkpoints/link.safetensors",
        "checkpoints/.probe.tmp-3-0",
      ]
      for name in stale { try writeText("half", path + "/" + name) }
      _ = try ModelFolder.create(at: path, force: false, resume: true)
      #expect(try names(in: path) == ["README.md", "checkpoints", "config.json", "tokenizer.json"])
      #expect(try names(in: path + "/checkpoints") == ["last.safetensors", "previous.safetensors"])
      #expect(try readBytes(folder.checkpointPath) == before)
      #expect(try folder.configuration() == Self.configuration)
    }
  }

  @Test("does not count hidden files and stale temporary ones as contents")
  func ignoreHiddenFiles() throws {
    try withTemporaryFolder { path in
      try writeText("", path + "/.DS_Store")
      try writeText("half", path + "/.config.json.tmp-1-0")
      _ = try ModelFolder.create(at: path, force: false, resume: false)
      #expect(try names(in: path) == [".DS_Store"])
    }
  }

  @Test("finds out beforehand that a folder takes no files")
  func refuseReadOnly() throws {
    for path in ["/proc/lstm-model", "/dev/null/model", ""] {
      let found = failure { _ = try ModelFolder.create(at: path, force: false, resume: false) }
      #expect(found?.kind == .cannotCreate, "\(path)")
    }
  }

  private static func model(at path: String, isFinished: Bool) throws -> ModelFolder {
    let folder = try ModelFolder.create(at: path, force: false, resume: false)
    try folder.writeConfiguration(configuration)
    try folder.writeVocabulary(["a"], named: "tokenizer.json")
    try folder.writeCard("# A model\n")
    for step in 1...2 {
      try folder.writeCheckpoint(Checkpoint(tensors: [], record: ["step": step.json]))
    }
    if isFinished {
      try folder.writeNGrams([("a", [1])])
      try folder.writeWeights([("a", Tensor([1]))])
    }
    return folder
  }
}
