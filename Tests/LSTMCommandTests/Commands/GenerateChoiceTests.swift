import Foundation
import Testing

@Suite("Choosing what text is generated")
struct GenerateChoiceTests {
  /// What the command writes after the prompt, without the line feed that ends it.
  private func text(_ options: String..., in folder: WorkFolder) async throws -> String {
    let run = try await lstm(["generate", "model", "--prompt", "the "] + options, in: folder)
    #expect(run.ending == .code(0))
    #expect(run.errors == "")
    #expect(run.output.hasPrefix("the ") && run.output.hasSuffix("\n"))
    return String(run.output.dropFirst(4).dropLast())
  }

  @Test("ends before a stop text, which a shell may have left with its escapes")
  func stop() async throws {
    let folder = try await SmallModel.folder()
    let whole = try await text("--length", "300", in: folder)
    let line = try #require(whole.split(separator: "\n", omittingEmptySubsequences: false).first)
    #expect(line.count < whole.count)
    #expect(try await text("--length", "300", "--stop", "\\n", in: folder) == line)
    let unmet = ["\\t", "\\\\", "\n\n\n\n\n\n\n\n"]
    #expect(
      try await text(
        "--length", "300", "--stop", unmet[0], "--stop", unmet[1], "--stop", unmet[2], in: folder)
        == whole)
    let other = String(whole.dropFirst(9).prefix(3))
    let expected = whole[..<(try #require(whole.firstRange(of: other))).lowerBound]
    #expect(
      try await text("--length", "300", "--stop", "\\t", "--stop", other, in: folder) == expected)

    let document = try await lstm(
      "generate", "model", "--prompt", "the ", "--length", "300", "--stop", other, "--json",
      in: folder)
    let object = try jsonObject(document.output)
    #expect(object["text"] as? String == String(expected))
    #expect(object["tokens"] as? Int == expected.count + other.count)

    for stop in ["", "\\", "\\q"] {
      try await lstm("generate", "model", "--stop", stop, in: folder)
        .expectRefusal(64, ["--stop is ", stop == "" ? "one character" : "no escape"])
    }
  }

  @Test("writes several texts, each as its seed alone would")
  func count() async throws {
    let folder = try await SmallModel.folder()
    var texts: [String] = []
    for seed in ["18446744073709551614", "18446744073709551615", "0"] {
      texts.append(try await text("--length", "40", "--seed", seed, in: folder))
    }
    let several = ["--length", "40", "--seed", "18446744073709551614", "--count", "3"]
    let run = try await lstm(["generate", "model", "--prompt", "the "] + several, in: folder)
    #expect(
      run.output
        == "the \(texts[0])\n--- 2 of 3 ---\nthe \(texts[1])\n--- 3 of 3 ---\nthe \(texts[2])\n")
    let document = try await lstm(
      ["generate", "model", "--prompt", "the ", "--json"] + several, in: folder)
    let object = try jsonObject(document.output)
    #expect(object["text"] as? String == texts[0])
    #expect(object["texts"] as? [String] == texts)
  }

  @Test("searches for the likeliest texts, whatever the seed")
  func beam() async throws {
    let folder = try await SmallModel.folder()
    let best = try await text("--length", "30", "--beam", "8", in: folder)
    #expect(
      try await text("--length", "30", "--beam", "8", "--seed", "7", "--threads", "2", in: folder)
        == best)
    let document = try await lstm(
      "generate", "model", "--prompt", "the ", "--length", "30", "--beam", "8", "--count", "3",
      "--json", in: folder)
    let object = try jsonObject(document.output)
    let (texts, scores) = (
      try #require(object["texts"] as? [String]),
      try #require(object["log_probabilities"] as? [Double])
    )
    #expect(texts.first == best && object["text"] as? String == best)
    #expect(Set(texts).count == 3 && object["tokens"] as? Int == 30)
    #expect(scores.count == 3 && scores == scores.sorted(by: >) && scores.allSatisfy { $0 < 0 })
    let several = try await lstm(
      "generate", "model", "--prompt", "the ", "--length", "30", "--beam", "8", "--count", "3",
      in: folder)
    #expect(
      several.output
        == "the \(texts[0])\n--- 2 of 3 ---\nthe \(texts[1])\n--- 3 of 3 ---\nthe \(texts[2])\n")
  }

  @Test("writes no sequence of characters twice where that is asked for")
  func repetition() async throws {
    let folder = try await SmallModel.folder()
    for way in [[], ["--beam", "4"], ["--temperature", "0", "--repetition-penalty", "1.5"]] {
      let options = ["--length", "60", "--no-repeat-ngram", "3"] + way
      let run = try await lstm(["generate", "model", "--prompt", "the "] + options, in: folder)
      #expect(run.ending == .code(0))
      let text = Array(run.output.dropLast())
      let ngrams = (0..<text.count - 2).map { String(text[$0..<$0 + 3]) }
      #expect(ngrams.count == 62 && Set(ngrams).count == ngrams.count)
    }
    let (plain, one, more) = (
      try await text("--length", "60", in: folder),
      try await text("--length", "60", "--repetition-penalty", "1", in: folder),
      try await text("--length", "60", "--repetition-penalty", "3", in: folder)
    )
    #expect(plain == one && plain != more)
  }
}
