import Foundation
import Testing

@Suite("A training that diverges")
struct DivergenceTests {
  @Test(
    "stops with the step and a smaller rate, also where clipping keeps the loss finite",
    arguments: [
      ["--learning-rate", "1e6"], ["--learning-rate", "1e38"],
      ["--optimizer", "sgd", "--learning-rate", "1e6"],
      ["--optimizer", "rmsprop", "--learning-rate", "1e6", "--cell", "rnn"],
      ["--optimizer", "adam", "--learning-rate", "1e6", "--cell", "gru"],
    ])
  func stops(options: [String]) async throws {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 3000), at: "text.txt")
    let run = try await lstm(SmallModel.train + ["--json"] + options, in: folder)
    #expect(run.ending == .code(65))
    #expect(run.output == "")
    #expect(run.errors.contains(/lstm: step \d+:/))
    #expect(run.errors.contains("Try a smaller learning rate, such as --learning-rate 0.002"))
    #expect(!folder.has("model/model.safetensors") && !folder.has("model/README.md"))
    #expect(try folder.hiddenNames(in: "model").isEmpty)
    // Nothing that is there is half a file: the two that are can be read.
    _ = try jsonObject(folder.text(at: "model/config.json"))
    _ = try jsonObject(folder.text(at: "model/tokenizer.json"))

    let again = try await lstm(SmallModel.train + ["--force"], in: folder)
    #expect(again.ending == .code(0))
  }

  @Test("keeps the checkpoint from before, and names its step")
  func keepsCheckpoint() async throws {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 1200), at: "text.txt")
    // The warm-up keeps the rate low for the first of the many steps, so that an epoch passes.
    let train =
      ["train", "language", "text.txt", "--output", "model", "--steps", "4000"]
      + ["--optimizer", "sgd", "--learning-rate", "1000"] + SmallModel.sizes
    let run = try await lstm(train, in: folder)
    #expect(run.ending == .code(65))
    let step = try #require(run.errors.firstMatch(of: /The checkpoint of step (\d+) is kept/))
    #expect(folder.has("model/checkpoints/last.safetensors"))
    #expect(!folder.has("model/model.safetensors"))
    let resumed = try await lstm(train + ["--resume"], in: folder)
    #expect(resumed.ending == .code(65))
    #expect(resumed.errors.contains("Going on after step \(step.1)."))
  }
}
