import Foundation
import Testing

@Suite("Data that cannot be trained on or scored")
struct TrainingDataTests {
  /// A text, and what is wrong with it.
  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let bytes: [UInt8]
    let options: [String]
    let message: [String]

    init(
      _ name: String, _ bytes: [UInt8], options: [String] = SmallModel.sizes, _ message: String...
    ) {
      testDescription = name
      self.bytes = bytes
      self.options = options
      self.message = message
    }
  }

  static let sentence = Array("the cell keeps what the gates let in.\n".utf8)

  static let faults = [
    Fault("nothing", [], "data.txt is empty", "at least one character"),
    Fault("nothing but a byte order mark", [0xEF, 0xBB, 0xBF], "data.txt is empty"),
    Fault("one letter", [0x61], "data.txt has 1 token;", "longer text"),
    Fault("a few letters", Array("a few letters".utf8), options: [], "tokens", "17", "longer"),
    Fault(
      "less than a sequence", sentence + sentence, options: ["--sequence-length", "100"],
      "data.txt has 68 tokens", "101", "--sequence-length"),
    Fault(
      "less than a batch", sentence + sentence, "data.txt has 68 tokens", "129", "--batch-size"),
    Fault("Latin 1", sentence + [0xE9, 0x20] + sentence, "byte 38 is 0xE9", "UTF-8", "iconv"),
    Fault("an overlong form", sentence + [0xC0, 0x80] + sentence, "byte 38 is 0xC0", "UTF-8"),
    Fault("a surrogate", sentence + [0xED, 0xA0, 0x80] + sentence, "byte 38 is 0xED", "UTF-8"),
    Fault("UTF-16", [0xFF, 0xFE, 0x61, 0x00, 0x62, 0x00], "byte 0 is 0xFF", "utf-16"),
    Fault("a character cut off", sentence + [0xE2, 0x82], "byte 38 is 0xE2", "end of the file"),
  ]

  @Test("stop a training before it begins, and leave nothing behind", arguments: faults)
  func train(fault: Fault) async throws {
    let folder = try WorkFolder()
    try folder.put(fault.bytes, at: "data.txt")
    let run = try await lstm(
      ["train", "language", "data.txt", "--output", "new/model"] + fault.options, in: folder)
    run.expectRefusal(65, fault.message)
    #expect(!folder.has("new/model"))
  }

  @Test(
    "cannot be scored either",
    arguments: faults.filter { !$0.testDescription.contains("less") && !$0.bytes.isEmpty }
      .filter { $0.testDescription != "a few letters" && $0.testDescription != "one letter" })
  func evaluate(fault: Fault) async throws {
    let folder = try await SmallModel.folder()
    try folder.put(fault.bytes, at: "data.txt")
    let run = try await lstm("evaluate", "model", "data.txt", "--json", in: folder)
    run.expectRefusal(65, fault.message)
  }

  @Test("are found in the second file and in the validation file too")
  func otherFiles() async throws {
    let folder = try WorkFolder()
    try folder.put(SmallModel.text(characters: 1000), at: "good.txt")
    try folder.put(Self.sentence + [0xFF], at: "bad.txt")
    try folder.put("x", at: "tiny.txt")
    let cases: [(arguments: [String], message: String)] = [
      (["good.txt", "bad.txt"], "bad.txt: byte 38"),
      (["good.txt", "--validation", "bad.txt"], "bad.txt: byte 38"),
      (["good.txt", "--validation", "tiny.txt"], "tiny.txt has 1 token;"),
      (["good.txt", "--validation", "0.0001"], "the validation part of good.txt has 1 token;"),
    ]
    for (arguments, message) in cases {
      let run = try await lstm(
        ["train", "language", "--output", "model"] + arguments + SmallModel.sizes, in: folder)
      run.expectRefusal(65, [message])
      #expect(!folder.has("model"))
    }
  }

  @Test(
    "that are not there are missing input", arguments: ["nothing.txt", "folder", "no/where.txt"])
  func missing(name: String) async throws {
    let folder = try await SmallModel.folder()
    try FileManager.default.createDirectory(
      atPath: folder.path(of: "folder"), withIntermediateDirectories: false)
    let commands = [
      ["train", "language", name, "--output", "new"],
      ["train", "language", "text.txt", "--validation", name, "--output", "new"],
      ["evaluate", "model", name],
    ]
    for command in commands {
      try await lstm(command, in: folder).expectRefusal(66, [name])
      #expect(!folder.has("new"))
    }
  }

  @Test("leave a model alone that was to be replaced")
  func forceKeepsModel() async throws {
    let folder = try await SmallModel.folder()
    let before = try folder.contents(of: "model")
    try folder.put("", at: "empty.txt")
    for data in ["empty.txt", "nothing.txt"] {
      let run = try await lstm(
        "train", "language", data, "--output", "model", "--force", in: folder)
      #expect(run.ending == .code(data == "empty.txt" ? 65 : 66))
      #expect(try folder.contents(of: "model") == before)
    }
  }

  @Test("can have a byte order mark, every kind of character, and one long line")
  func unusualText() async throws {
    let folder = try WorkFolder()
    let strange = "\u{FEFF}" + String(repeating: "שלום 👩‍👩‍👧 é e\u{301} \u{0}\t漢字 ", count: 40)
    try folder.put(strange, at: "data.txt")
    let run = try await lstm(
      ["train", "language", "data.txt", "--output", "model", "--steps", "3"] + SmallModel.sizes,
      in: folder)
    #expect(run.ending == .code(0))
    let text = try await lstm("generate", "model", "--length", "20", "--json", in: folder)
    #expect(text.ending == .code(0))
    #expect(try jsonObject(text.output)["tokens"] as? Int == 20)
  }

  @Test("can come from standard input")
  func standardInput() async throws {
    let folder = try await SmallModel.folder()
    let source = folder.path(of: "text.txt")
    let piped = try await lstm(
      SmallModel.train.map { ["text.txt": "-", "model": "piped"][$0] ?? $0 }, in: folder,
      input: source)
    #expect(piped.ending == .code(0))
    #expect(
      try folder.bytes(at: "piped/model.safetensors")
        == folder.bytes(at: "model/model.safetensors"))

    let fromFile = try await lstm("evaluate", "model", "text.txt", "--json", in: folder)
    let fromInput = try await lstm("evaluate", "model", "-", "--json", in: folder, input: source)
    let key = "nats_per_token"
    #expect(
      try jsonObject(fromInput.output)[key] as? Double
        == jsonObject(fromFile.output)[key] as? Double)
    let empty = try await lstm("evaluate", "model", "-", in: folder)
    empty.expectRefusal(65, ["standard input is empty"])
  }
}
