import Foundation
import Testing

/// What a person sees.
///
/// The losses are the same on every system, so that the golden files can hold them.
@Suite("A transcript")
struct TranscriptTests {
  @Test("of a training has a line an epoch where no terminal is, and no control characters")
  func train() async throws {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 3000), at: "text.txt")
    let run = try await lstm(SmallModel.train, in: folder)
    #expect(run.ending == .code(0))
    #expect(run.output == "")
    #expect(!run.errors.contains("\r") && !run.errors.contains("\u{1B}"))
    #expect(run.errors.matches(of: /epoch \d+, step/).count == 2)
    try expectGolden(withoutTimes(run.errors), "train-language")

    let card = try folder.text(at: "model/README.md")
    #expect(card.contains("lstm train language text.txt --output model --steps 40"))
    try expectGolden(withoutTimes(card), "model-card")
    try expectGolden(try folder.text(at: "model/config.json"), "config")
  }

  @Test("of a quiet training is empty")
  func quietTraining() async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(SmallModel.train + ["--force", "--quiet"], in: folder)
    #expect(run.ending == .code(0))
    #expect(run.output == "" && run.errors == "")
  }

  @Test("of a training with --json is one document on standard output")
  func trainingAsJSON() async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(SmallModel.train + ["--force", "--json"], in: folder)
    #expect(run.ending == .code(0))
    let summary = try jsonObject(run.output)
    #expect(summary["reason"] as? String == "budget")
    #expect(summary["steps"] as? Int == 40)
    #expect(summary["best_step"] as? Int == 40)
    #expect(run.errors.contains("epoch 1, step"))
  }

  @Test("of the other commands is what the golden files say")
  func readers() async throws {
    let folder = try await SmallModel.folder()
    let commands = [
      ("generate", ["generate", "model", "--prompt", "the cell", "--length", "120"]),
      ("evaluate", ["evaluate", "model", "text.txt"]),
      ("inspect", ["inspect", "model"]),
      ("inspect-json", ["inspect", "model", "--json"]),
    ]
    for (name, command) in commands {
      let run = try await lstm(command, in: folder)
      #expect(run.ending == .code(0))
      #expect(run.errors == "")
      try expectGolden(withoutTimes(run.output), name)
    }
  }

  /// Puts a # for every figure that the clock decides.
  private func withoutTimes(_ text: String) -> String {
    text.replacing(/\d+(?= characters\/s)/, with: "#")
      .replacing(/\d+(?= tokens a second)/, with: "#")
      .replacing(/\d+(?= s, )/, with: "#")
      .replacing(/characters, [\d.]+ s\n/, with: "characters, # s\n")
      .replacing(/\| Seconds \| \d+/, with: "| Seconds | #")
  }
}
