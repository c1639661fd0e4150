import Foundation
import Testing

@Suite("Evaluating a model")
struct EvaluateTests {
  @Test("prints one JSON document with the keys that programs read")
  func keys() async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm("evaluate", "model", "text.txt", "--json", in: folder)
    #expect(run.ending == .code(0))
    #expect(run.errors == "")
    let report = try jsonObject(run.output)
    let baseline = try #require(report["baseline"] as? [String: Any])
    for scores in [report, baseline] {
      let nats = try #require(scores["nats_per_token"] as? Double)
      let perplexity = try #require(scores["perplexity"] as? Double)
      let bits = try #require(scores["bits_per_character"] as? Double)
      #expect(abs(perplexity - exp(nats)) < 1e-9 * perplexity)
      // A character is a token here, but the first is not predicted.
      #expect(abs(bits - nats / log(2) * 2999 / 3000) < 1e-9)
    }
    #expect(report["examples"] as? Int == 2999)
    #expect(report["characters"] as? Int == 3000)
    #expect(report["unseen_tokens"] as? Int == 0)
    #expect(report["seconds"] as? Double ?? -1 >= 0)
  }

  @Test("counts the characters that the model has never seen")
  func unseen() async throws {
    let folder = try await SmallModel.folder()
    try folder.put("the cell Ж keeps Ж and ß", at: "other.txt")
    let json = try await lstm("evaluate", "model", "other.txt", "--json", in: folder)
    #expect(try jsonObject(json.output)["unseen_tokens"] as? Int == 3)
    let lines = try await lstm("evaluate", "model", "other.txt", in: folder)
    #expect(lines.ending == .code(0))
    #expect(lines.output.contains("3 characters were never seen"))
  }

  @Test("reads several files as one text")
  func severalFiles() async throws {
    let folder = try await SmallModel.folder()
    let text = try folder.text(at: "text.txt")
    try folder.put(String(text.prefix(1000)), at: "a.txt")
    try folder.put(String(text.dropFirst(1000)), at: "b.txt")
    let parts = try await lstm("evaluate", "model", "a.txt", "b.txt", "--json", in: folder)
    let whole = try await lstm("evaluate", "model", "text.txt", "--json", in: folder)
    let key = "nats_per_token"
    #expect(
      try jsonObject(parts.output)[key] as? Double
        == jsonObject(whole.output)[key] as? Double)
  }
}
