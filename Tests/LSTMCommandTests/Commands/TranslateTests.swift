import Foundation
import Testing

@Suite("Translating")
struct TranslateTests {
  private static func pairs(_ count: Int) -> String {
    let (words, others) = (["red", "green", "blue"], ["rot", "grün", "blau"])
    return (0..<count).map { place in
      let digits = [place % 3, place / 3 % 3, place / 9 % 3]
      return digits.map { words[$0] }.joined(separator: " ") + "\t"
        + digits.map { others[$0] }.joined(separator: " ")
    }.joined(separator: "\n") + "\n"
  }

  @Test("goes from pairs to a model that answers lines, files and evaluations")
  func wholeWay() async throws {
    let folder = try WorkFolder()
    try folder.put(Self.pairs(120), at: "pairs.tsv")
    let training = try await lstm(
      [
        "train", "translator", "pairs.tsv", "--output", "model", "--hidden", "16", "--embedding",
        "12", "--vocabulary", "280", "--steps", "30", "--batch-size", "16",
      ], in: folder)
    #expect(training.ending == .code(0))
    #expect(training.errors.contains("pairs to learn from"))
    #expect(training.errors.contains("Try: lstm translate model"))

    try folder.put("red blue\n\ngreen\n", at: "lines.txt")
    let file = try await lstm(
      ["translate", "model", "lines.txt", "--alignments", "first.svg", "--quiet"], in: folder)
    #expect(file.ending == .code(0))
    let lines = file.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[1] == "")
    #expect(try folder.text(at: "first.svg").contains("<svg"))

    let stream = try await lstm(
      ["translate", "model", "--json-lines", "--count", "2"], in: folder,
      input: folder.path(of: "lines.txt"))
    #expect(stream.ending == .code(0))
    let answers = try stream.output.split(separator: "\n").map { try jsonObject(String($0)) }
    #expect(answers.first?["translation"] as? String == String(lines[0]))
    #expect((answers.first?["alignment"] as? [[Double]])?.first?.isEmpty == false)

    try folder.put(
      Array("red \u{FF}\n".unicodeScalars.map { UInt8($0.value) }) + Array("green\n".utf8),
      at: "bad.txt")
    let bad = try await lstm("translate", "model", in: folder, input: folder.path(of: "bad.txt"))
    #expect(bad.ending == .code(0) && bad.errors.contains("line 1: it is not valid UTF-8"))
    #expect(bad.output == "\n" + lines[2] + "\n")

    let report = try await lstm(
      ["evaluate", "model", "pairs.tsv", "--json", "--quiet"], in: folder)
    #expect(report.ending == .code(0))
    let keys = try jsonObject(report.output)
    for key in ["bleu", "chrf", "baseline", "examples", "seconds", "signature"] {
      #expect(keys[key] != nil, "\(key)")
    }
    #expect(keys["examples"] as? Int == 120)
  }

  @Test("names the files whose lines do not match, and other faults")
  func faults() async throws {
    let folder = try WorkFolder()
    try folder.put("a\nb\n", at: "a.en")
    try folder.put("x\n", at: "a.de")
    try folder.put("a\tb\n", at: "few.tsv")
    let unequal = try await lstm("train", "translator", "a.en", "a.de", in: folder)
    #expect(unequal.ending == .code(65))
    #expect(unequal.errors.contains("a.en has 2 lines and a.de has 1"))
    let few = try await lstm(
      ["train", "translator", "-", "--output", "m"], in: folder,
      input: folder.path(of: "few.tsv"))
    #expect(few.ending == .code(65) && few.errors.contains("at least 21 are needed"))
    let width = try await lstm("translate", "m", "--beam", "2", "--count", "3", in: folder)
    #expect(width.ending == .code(64) && width.errors.contains("count"))
  }
}
