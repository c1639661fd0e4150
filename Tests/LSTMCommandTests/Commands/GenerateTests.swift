import Foundation
import Testing

@Suite("Generating text")
struct GenerateTests {
  @Test("writes the same text for the same seed, another for another, after the prompt")
  func seed() async throws {
    let folder = try await SmallModel.folder()
    func text(_ options: String...) async throws -> String {
      let run = try await lstm(
        ["generate", "model", "--length", "60", "--prompt", "the "] + options, in: folder)
      #expect(run.ending == .code(0))
      #expect(run.errors == "")
      return run.output
    }
    let first = try await text("--seed", "3")
    #expect(first.hasPrefix("the ") && first.hasSuffix("\n"))
    #expect(first.count == "the ".count + 60 + 1)
    #expect(try await text("--seed", "3") == first)
    #expect(try await text("--seed", "4") != first)
    #expect(try await text("--seed", "3", "--threads", "2") == first)
    #expect(try await text("--seed", "18446744073709551615") != first)
  }

  @Test("always takes the likeliest token at temperature 0, whatever the seed")
  func greedy() async throws {
    let folder = try await SmallModel.folder()
    var texts: Set<String> = []
    for options in [
      ["--temperature", "0"], ["--temperature", "0", "--seed", "9"], ["--top-k", "1"],
      ["--top-p", "1e-9"], ["--temperature", "1e-9", "--seed", "5"],
    ] {
      let run = try await lstm(["generate", "model", "--length", "40"] + options, in: folder)
      #expect(run.ending == .code(0))
      texts.insert(run.output)
    }
    #expect(texts.count == 1)
  }

  @Test("prints one JSON document with --json")
  func json() async throws {
    let folder = try await SmallModel.folder()
    let options = ["--prompt", "a \"b\"\n", "--length", "12", "--temperature", "0.1"]
    let run = try await lstm(
      ["generate", "model", "--json", "--seed", "18446744073709551615"] + options, in: folder)
    #expect(run.ending == .code(0))
    let object = try jsonObject(run.output)
    #expect(object["prompt"] as? String == "a \"b\"\n")
    #expect((object["text"] as? String)?.count == 12)
    #expect(object["tokens"] as? Int == 12)
    // Beyond Int64 a seed is a text: most readers of JSON would round the number.
    #expect(object["seed"] as? String == "18446744073709551615")
    #expect(run.output.contains("\"temperature\": 0.1,"))

    let plain = try await lstm(["generate", "model", "--json"] + options, in: folder)
    #expect(try jsonObject(plain.output)["seed"] as? Int == 1)
  }

  @Test("says which characters of the prompt it has never seen, and reads others for them")
  func unseenCharacters() async throws {
    let folder = try await SmallModel.folder()
    let run = try await lstm(
      "generate", "model", "--prompt", "the Ж 👍 cell", "--length", "10", "--json", in: folder)
    #expect(run.ending == .code(0))
    #expect(try jsonObject(run.output)["prompt"] as? String == "the Ж 👍 cell")
    #expect(run.errors.contains("never seen"))
    #expect(run.errors.contains("\"Ж\" as ") && run.errors.contains("\"👍\" as "))
    let known = try await lstm("generate", "model", "--prompt", "the cell", in: folder)
    #expect(known.errors == "")
  }

  @Test("takes a prompt that begins with a dash, and none")
  func unusualPrompts() async throws {
    let folder = try await SmallModel.folder()
    for prompt in ["-the", "--json", "-", ""] {
      let run = try await lstm(
        "generate", "model", "--prompt", prompt, "--length", "0", in: folder)
      #expect(run.ending == .code(0))
      #expect(run.output == prompt + "\n")
    }
  }

  @Test(
    "ends quietly when nobody reads on",
    arguments: [["generate", "model", "--length", "9999999"], ["--help"]])
  func closedPipe(arguments: [String]) async throws {
    let folder = try await SmallModel.folder()
    let pipe = Pipe()
    // Another test's command must not inherit the reading end, or it would never close.
    let descriptor = pipe.fileHandleForReading.fileDescriptor
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    let run = try RunningCommand(
      arguments, in: folder, output: .handle(pipe.fileHandleForWriting))
    try pipe.fileHandleForWriting.close()
    var head = [UInt8](repeating: 0, count: 10)
    #expect(read(descriptor, &head, head.count) > 0)
    try pipe.fileHandleForReading.close()
    let result = await run.finish()
    #expect(result.ending == .code(0))
    #expect(result.errors == "")
  }

  #if os(Linux)
  @Test("says so when the disk is full")
  func fullDisk() async throws {
    let folder = try await SmallModel.folder()
    for arguments in [["generate", "model"], ["inspect", "model", "--json"]] {
      let result = try await RunningCommand(arguments, in: folder, output: .path("/dev/full"))
        .finish()
      #expect(result.ending == .code(74))
      #expect(result.errors.contains("No space left"))
    }
  }
  #endif
}
