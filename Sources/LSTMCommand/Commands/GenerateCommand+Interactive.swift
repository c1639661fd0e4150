import ArgumentParser
import LSTMFormats
import LSTMKit

extension GenerateCommand {
  /// Answers standard input line by line until it ends or somebody presses Ctrl-C.
  func converse(_ options: SamplingOptions, _ stops: StopTexts) throws {
    let trained = try opened()
    var conversation = Conversation(
      trained, options: options, stops: stops, seed: seed, opening: prompt)
    let interruption = Interruption(task: "ending")
    let sign = Terminal.inputIsTerminal && Terminal.errorIsTerminal && !shared.quiet
    var (input, row) = (InputLines(), 0)
    if sign { Terminal.report("> ") }
    while let lines = try input.next(until: interruption.stop) {
      for line in lines where !interruption.stop.isRaised {
        row += 1
        if let line = text(of: line, row: row) {
          try answer(line, trained, &conversation, until: interruption.stop)
        }
        if sign, !interruption.stop.isRaised { Terminal.report("> ") }
      }
    }
    if interruption.stop.isRaised { throw ExitCode(FailureKind.interrupted.rawValue) }
    // What comes next on the screen should not stand behind the sign.
    if sign { Terminal.report("\n") }
  }

  /// A line without what ends it; `nil` where it is no text, which is said.
  private func text(of line: [UInt8], row: Int) -> String? {
    if let byte = TextCheck.firstInvalidByte(of: line) {
      Terminal.report(
        "lstm: line \(row) of standard input is not valid UTF-8 (byte \(byte + 1)). It is left out; send UTF-8.\n"
      )
      return nil
    }
    return String(
      decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line[...], as: UTF8.self)
  }

  private func answer(
    _ line: String, _ trained: TrainedLanguageModel, _ conversation: inout Conversation,
    until stop: StopSignal
  ) throws {
    switch Conversation.Request(line) {
    case .help: Terminal.report(Conversation.help)
    case .reset: conversation.reset()
    case .unknown(let word):
      Terminal.report(
        "lstm: there is no \(word.quotedForMessage); /help lists what there is, and a text may begin with //.\n"
      )
    case .text(let text):
      let replacements = trained.encode(Array(text.utf8)).replacements
      if let note = UnseenText.note(replacements, in: "the line") { Terminal.report(note) }
      conversation.read(text)
      for _ in 0..<length {
        guard !stop.isRaised, let piece = conversation.next() else { break }
        try Terminal.write(piece)
      }
      try Terminal.write(conversation.finish() + "\n")
    }
  }
}
