import Foundation
import Testing

@Suite("On a terminal")
struct TerminalTests {
  @Test(
    "progress is a bar that fits, and has no colours where they are unwelcome",
    arguments: [40, 80, 200] as [UInt16])
  func bar(columns: UInt16) async throws {
    let folder = try await SmallModel.folder()
    for command in [
      SmallModel.train + ["--force"], ["evaluate", "model", "text.txt"],
    ] {
      let terminal = try PseudoTerminal(columns: columns)
      let run = try RunningCommand(
        command, in: folder, environment: ["NO_COLOR": "1"], errors: .handle(terminal.screen))
      run.wait { _ in
        terminal.drain()
        return false
      }
      let result = await run.finish()
      terminal.drain()
      #expect(result.ending == .code(0))
      let lines = terminal.text.split(whereSeparator: { $0.isNewline || $0 == "\r" })
        .map { $0.replacing("\u{1B}[K", with: "") }
      let bars = lines.filter { $0.contains("░") || $0.contains("█") }
      #expect(!bars.isEmpty)
      for bar in bars { #expect(bar.count < Int(columns), "\(bar)") }
      #expect(terminal.text.firstMatch(of: /\e\[[\d;]*m/) == nil)
    }
  }

  @Test("nothing is drawn with --quiet")
  func quiet() async throws {
    let folder = try await SmallModel.folder()
    let terminal = try PseudoTerminal(columns: 80)
    let run = try RunningCommand(
      ["evaluate", "model", "text.txt", "--quiet"], in: folder, errors: .handle(terminal.screen))
    #expect(await run.finish().ending == .code(0))
    terminal.drain()
    #expect(terminal.text == "")
  }
}
