import Foundation
import Testing

@Suite("A folder that cannot take a model")
struct OutputFolderTests {
  @Test(
    "is refused before the training starts",
    arguments: ["text.txt", "text.txt/model", "/dev/null/model", "\u{0}"])
  func notWritable(output: String) async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      "train", "language", "text.txt", "--output", output == "\u{0}" ? "" : output, in: folder)
    run.expectRefusal(73, [output == "\u{0}" ? "empty" : output])
    #expect(!run.errors.contains("parameters"))
    #expect(try folder.names() == ["model", "text.txt"])
  }

  @Test(
    "is refused where nobody may write", .enabled(if: geteuid() != 0, "the superuser may write"))
  func readOnly() async throws {
    let folder = try await SmallModel.folder()
    let locked = folder.path(of: "locked")
    try FileManager.default.createDirectory(
      atPath: locked, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o555])
    for output in ["locked", "locked/model"] {
      let run = try await lstm("train", "language", "text.txt", "--output", output, in: folder)
      run.expectRefusal(73, ["locked"])
    }
  }

  @Test("is refused for a model that is there, which stays as it is", arguments: ["train", "demo"])
  func existingModel(command: String) async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.contents(of: "model")
    let words = command == "train" ? ["train", "language", "text.txt"] : ["demo"]
    let run = try await lstm(words + ["--output", "model"], in: folder)
    run.expectRefusal(73, ["model already holds a trained model", "--force", "--resume"])
    #expect(try folder.contents(of: "model") == before)
  }

  @Test("is refused where it holds something else")
  func somethingElse() async throws {
    let folder = try await SmallModel.folder()
    try folder.remove("model")
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "model"), withIntermediateDirectories: false)
    try folder.put("mine", at: "model/thesis.txt")
    let plain = try await lstm("train", "language", "text.txt", "--output", "model", in: folder)
    plain.expectRefusal(73, ["thesis.txt"])
    let resumed = try await lstm(
      "train", "language", "text.txt", "--output", "model", "--resume", in: folder)
    #expect(resumed.ending == .code(66))
    #expect(try folder.names(in: "model") == ["thesis.txt"])
  }

  @Test("takes another model with --force")
  func force() async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.bytes(at: "model/model.safetensors")
    let run = try await lstm(
      SmallModel.train + ["--force", "--seed", "7", "--quiet"], in: folder)
    #expect(run.ending == .code(0))
    #expect(run.errors == "")
    #expect(try folder.bytes(at: "model/model.safetensors") != before)
  }

  @Test("is named after the data where nothing is said, and never an old one")
  func freeName() async throws {
    let folder = try await SmallModel.folder()
    let words = ["train", "language", "text.txt", "--steps", "1"] + SmallModel.sizes
    for expected in ["text-language", "text-language-2"] {
      let run = try await lstm(words, in: folder)
      #expect(run.ending == .code(0))
      #expect(run.errors.contains("lstm generate \(expected) "))
      #expect(folder.has("\(expected)/model.safetensors"))
    }
  }
}
