import Testing

@Suite("Help")
struct HelpTests {
  @Test(
    "is what the golden file says",
    arguments: [
      [], ["demo"], ["train"], ["train", "language"], ["train", "forecaster"],
      ["train", "detector"], ["train", "classifier"], ["train", "translator"],
      ["train", "recognizer"], ["train", "synthesizer"],
      ["evaluate"], ["generate"], ["classify"], ["translate"], ["forecast"], ["detect"],
      ["transcribe"], ["speak"], ["explain"], ["reproduce"], ["inspect"],
    ])
  func goldenHelp(command: [String]) async throws {
    let run = try await lstm(command + ["--help"], in: WorkFolder())
    #expect(run.ending == .code(0))
    #expect(run.errors == "")
    try expectGolden(run.output, (["help"] + command).joined(separator: "-"))
  }

  @Test(
    "has an example for every command",
    arguments: [
      "demo", "train", "evaluate", "generate", "classify", "translate", "forecast", "detect",
      "transcribe", "speak", "explain", "reproduce", "inspect",
    ])
  func example(command: String) async throws {
    let run = try await lstm("help", command, in: WorkFolder())
    #expect(run.output.contains("EXAMPLE:\n  lstm \(command) "))
  }

  @Test("is what a command without arguments prints", arguments: [[], ["train"]])
  func noArguments(command: [String]) async throws {
    let folder = try WorkFolder()
    let bare = try await lstm(command, in: folder)
    let help = try await lstm(command + ["--help"], in: folder)
    #expect(bare.ending == .code(0))
    #expect(bare.output == help.output)
    #expect(bare.errors == "")
  }

  @Test("names the version")
  func version() async throws {
    let run = try await lstm("--version", in: WorkFolder())
    #expect(run.ending == .code(0))
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }
}
