import Foundation
import Testing

@Suite("Writing a text by turns")
struct ConversationTests {
  /// What the command answers to lines.
  private func answers(
    _ lines: String, _ options: [String] = [], in folder: WorkFolder
  ) async throws -> CommandResult {
    try folder.put(lines, at: ".lines")
    return try await lstm(
      ["generate", "model", "--interactive"] + options, in: folder,
      input: folder.path(of: ".lines"))
  }

  /// What the command writes after a prompt, without the line feed that ends it.
  private func text(
    _ prompt: String, _ options: [String], in folder: WorkFolder
  ) async throws -> String {
    let run = try await lstm(["generate", "model", "--prompt", prompt] + options, in: folder)
    return String(run.output.dropFirst(prompt.count).dropLast())
  }

  @Test("goes on in one text that the model remembers, until it is told to forget")
  func turns() async throws {
    let folder = try await SmallModel.folder()
    let greedy = ["--temperature", "0", "--length"]
    func text(_ prompt: String, _ length: String = "30") async throws -> String {
      try await self.text(prompt, greedy + [length], in: folder)
    }
    let run = try await answers(
      "the cell\nstate\n\n/reset\nthe cell\r\n//a\n", greedy + ["30"], in: folder)
    #expect(run.ending == .code(0))
    let first = try await text("the cell")
    func line(_ before: String, _ line: String) -> String {
      before + (before.hasSuffix("\n") ? "" : "\n") + line
    }
    let second = line("the cell" + first, "state")
    let two = try await text(second, "60")
    let other = try await text(line("the cell" + first, "/a"))
    #expect(
      run.output
        == "\(first)\n\(two.prefix(30))\n\(two.dropFirst(30))\n\(first)\n\(other)\n")
    // The small text has no slash.
    #expect(run.errors.contains("never seen some characters of the line"))
  }

  @Test("writes the first answer as to a prompt, and ends each at a stop text")
  func stop() async throws {
    let folder = try await SmallModel.folder()
    let options = ["--stop", "\\n", "--length", "300", "--seed", "5"]
    let run = try await answers("the \ngates \n", options, in: folder)
    #expect(run.ending == .code(0) && run.errors == "")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 3 && lines[2] == "")
    #expect(try await text("the ", options, in: folder) == String(lines[0]))
    let opened = try await answers("e \n", ["--prompt", "th"] + options, in: folder)
    #expect(opened.output == lines[0] + "\n")
    #expect(try await answers("", in: folder).output == "")
  }

  @Test("answers what is no text on standard error, and goes on")
  func requests() async throws {
    let folder = try await SmallModel.folder()
    try folder.put(
      Array("/help\n/quit\nth\u{FF}\n".unicodeScalars.map { UInt8($0.value) }), at: "l")
    let run = try await lstm(
      "generate", "model", "--interactive", in: folder, input: folder.path(of: "l"))
    #expect(run.ending == .code(0) && run.output == "")
    for part in ["/reset", "Ctrl-D", "there is no \"/quit\"", "line 3", "UTF-8 (byte 3)"] {
      #expect(run.errors.contains(part))
    }
    #expect(!run.errors.contains("> "))
    let unseen = try await answers("the Ж\n", ["--length", "3"], in: folder)
    #expect(unseen.errors.contains("characters of the line") && unseen.errors.contains("\"Ж\""))
    #expect(unseen.output.count == 4)
  }

  @Test("shows a sign where somebody types", arguments: [false, true])
  func sign(isQuiet: Bool) async throws {
    let folder = try await SmallModel.folder()
    let terminal = try PseudoTerminal(columns: 80)
    terminal.type("/reset\n" + PseudoTerminal.endOfInput)
    let run = try RunningCommand(
      ["generate", "model", "--interactive"] + (isQuiet ? ["--quiet"] : []), in: folder,
      keyboard: terminal.screen, errors: .handle(terminal.screen))
    run.wait { _ in
      terminal.drain()
      return false
    }
    let result = await run.finish()
    terminal.drain()
    #expect(result.ending == .code(0) && result.output == "")
    #expect(terminal.text.components(separatedBy: "> ").count == (isQuiet ? 1 : 3))
  }
}
