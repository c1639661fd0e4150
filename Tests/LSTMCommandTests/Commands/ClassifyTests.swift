import Foundation
import LSTMTestSupport
import Testing

@Suite("Classifiers from the command line")
struct ClassifyTests {
  private static let sizes =
    ["--hidden", "8", "--embedding", "8", "--members", "2", "--steps", "60", "--quiet"]
    + ["--learning-rate", "0.02"]

  private static func reviews(_ count: Int) -> String {
    let words = ["film", "plot", "cast", "score", "end"]
    return (0..<count).map { number in
      let word = number % 2 == 0 ? "good" : "dull"
      return
        "\(number % 2 == 0 ? "pos" : "neg")\tthis \(words[number % 5]) is \(word) and long enough"
    }.joined(separator: "\n") + "\n"
  }

  private static func trained() async throws -> WorkFolder {
    let folder = try WorkFolder()
    try folder.put("label\ttext\n" + reviews(60), at: "reviews.tsv")
    let run = try await lstm(
      ["train", "classifier", "reviews.tsv", "--output", "model"] + sizes, in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    return folder
  }

  @Test("label a line with a line, the same from a file and as a stream")
  func classify() async throws {
    let folder = try await Self.trained()
    try folder.put("a good film\n\nthis is dull\n", at: "new.txt")
    let file = try await lstm("classify", "model", "new.txt", in: folder)
    #expect(file.ending == .code(0), "\(file.errors)")
    let lines = file.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 4 && lines[0].hasPrefix("pos\t") && lines[1].isEmpty)
    #expect(lines[2].hasPrefix("neg\t0.9"))
    let stream = try await lstm(
      "classify", "model", "-", in: folder, input: folder.path(of: "new.txt"))
    #expect(stream.output == file.output)

    let json = try await lstm("classify", "model", "new.txt", "--json-lines", in: folder)
    let document = try jsonObject(String(json.output.split(separator: "\n")[0]))
    #expect(document["label"] as? String == "pos")
    let probabilities = try #require(document["probabilities"] as? [String: Double])
    #expect(probabilities["pos"] == document["probability"] as? Double)

    let explained = try await lstm("classify", "model", "new.txt", "--explain", in: folder)
    #expect(explained.output.contains("a [+good] film"))
    let words = try await lstm(
      "classify", "model", "new.txt", "--explain", "--json", in: folder)
    #expect(words.output.contains("\"contribution\"") && words.output.contains("\"dull\""))
  }

  @Test("are scored with the keys that programs read, beside the linear model")
  func evaluate() async throws {
    let folder = try await Self.trained()
    try folder.put(Self.reviews(20), at: "test.tsv")
    let run = try await lstm("evaluate", "model", "test.tsv", "--json", in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    let document = try jsonObject(run.output)
    let baseline = try #require(document["baseline"] as? [String: Any])
    for key in ["accuracy", "macro_f1", "log_loss", "calibration_error"] {
      #expect(document[key] is Double && baseline[key] is Double, "\(key)")
    }
    #expect(document["examples"] as? Int == 20 && document["confusion"] != nil)
    let text = try await lstm("evaluate", "model", "test.tsv", in: folder)
    #expect(text.output.contains("precision") && text.output.contains("linear: naive Bayes"))
    let card = try folder.text(at: "model/README.md")
    #expect(card.contains("accuracy") && card.contains("lstm classify"))
    #expect(try await lstm("inspect", "model", in: folder).output.contains("member.0.embedding"))

    try folder.put("pos\tgood and fine\nneu\tso so\n", at: "other.tsv")
    let other = try await lstm("evaluate", "model", "other.tsv", in: folder)
    #expect(other.ending == .code(65) && other.errors.contains("line 2: the label is \"neu\""))
  }

  @Test("that were stopped go on to the bits of a run that was not")
  func resume() async throws {
    let folder = try WorkFolder()
    try folder.put("label\ttext\n" + Self.reviews(80), at: "reviews.tsv")
    let command = ["train", "classifier", "reviews.tsv"] + Self.sizes + ["--epochs", "2"]
    let whole = try await lstm(command + ["--output", "whole"], in: folder)
    #expect(whole.ending == .code(0), "\(whole.errors)")
    let again = try await lstm(command + ["--output", "again", "--threads", "1"], in: folder)
    #expect(again.ending == .code(0), "\(again.errors)")
    // A run that was killed after an epoch has the checkpoint before its last, and no weights.
    try folder.remove("again/model.safetensors")
    try folder.remove("again/checkpoints/last.safetensors")
    let resumed = try await lstm(command + ["--output", "again", "--resume"], in: folder)
    #expect(resumed.ending == .code(0), "\(resumed.errors)")
    #expect(
      try folder.bytes(at: "again/model.safetensors")
        == folder.bytes(at: "whole/model.safetensors"))
    let contradicted = try await lstm(
      command + ["--output", "again", "--resume", "--hidden", "9"], in: folder)
    #expect(contradicted.ending != .code(0))
  }

  @Test("say what is wrong with their data and options")
  func faults() async throws {
    let folder = try WorkFolder()
    func fault(_ text: String, _ options: [String] = []) async throws -> String {
      try folder.put(text, at: "data.tsv")
      let run = try await lstm(
        ["train", "classifier", "data.tsv", "--output", "model"] + options, in: folder)
      #expect(run.ending == .code(65) || run.ending == .code(64), "\(run.errors)")
      #expect(!folder.has("model"))
      return run.errors
    }
    #expect(try await fault("label\ttext\npos\tgood\n").contains("one class, \"pos\""))
    #expect(try await fault("label\ttext\n").contains("no text with a label"))
    #expect(try await fault("pos\ta\nneg\tb\n", ["--validation", "0.9"]).contains("up to 0.5"))
    #expect(try await fault("pos\ta\nneg\tb\n", ["--dropout", "1"]).contains("--dropout is 1"))
    try folder.put(Self.reviews(4), at: "a.neg")
    try folder.put("\n \n", at: "a.pos")
    let empty = try await lstm("train", "classifier", "a.neg", "a.pos", in: folder)
    #expect(empty.ending == .code(65) && empty.errors.contains("the class \"pos\" has no text"))
  }

  @Test("label sequences of numbers, a line each")
  func sequences() async throws {
    let folder = try WorkFolder()
    let header = "@problemName rise\n@dimensions 2\n@classLabel true up down\n@data\n"
    let rows = (0..<40).map { number in
      let steps = (0..<(3 + number % 4)).map { number % 2 == 0 ? $0 : -$0 }
      let values = steps.map(String.init).joined(separator: ",")
      return "\(values):\(steps.map { _ in "1" }.joined(separator: ",")):"
        + (number % 2 == 0 ? "up" : "down")
    }
    try folder.put(header + rows.joined(separator: "\n") + "\n", at: "train.ts")
    let run = try await lstm(
      ["train", "classifier", "train.ts", "--output", "model", "--hidden", "8", "--members", "2"]
        + ["--steps", "60"], in: folder)
    #expect(run.ending == .code(0), "\(run.errors)")
    #expect(run.errors.contains("Sequences of 2 values a step, up to 6 steps."))
    let found = try await lstm("classify", "model", "train.ts", in: folder)
    #expect(found.output.split(separator: "\n").count == 40 && found.output.hasPrefix("up\t"))
    try folder.put(
      header.replacingOccurrences(of: "2", with: "1") + "1,2,3:up\n", at: "other.ts")
    let other = try await lstm("classify", "model", "other.ts", in: folder)
    #expect(other.ending == .code(65) && other.errors.contains("the model reads 2"))
    let words = try await lstm("classify", "model", "train.ts", "--explain", in: folder)
    #expect(words.ending == .code(64) && words.errors.contains("no words to mark"))
  }
}
