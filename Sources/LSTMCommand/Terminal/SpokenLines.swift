import LSTMFormats
import LSTMKit

/// Shows speech while it is recognised: an utterance a line, and on a terminal what has been heard of the next.
struct SpokenLines {
  let file: String
  /// Whether each line is a JSON object.
  let isJSON: Bool
  let isQuiet: Bool

  func show(_ event: TranscriptionEvent) throws {
    switch event {
    case .recognized(let words):
      clear()
      let transcript = Transcript(file: file, words: words)
      try Terminal.print(isJSON ? try transcript.json.text(.compact) : transcript.text)
    case .heard(let words, let seconds):
      if isJSON {
        try Terminal.print(
          try JSONValue.object(
            JSONObject([
              ("file", file.json), ("partial", words.text.json), ("time", .number(seconds)),
            ])
          ).text(.compact))
      } else if isBar {
        // The end of a long text is what has just been said.
        Terminal.report("\r\(words.text.suffix(max(20, Terminal.width - 1)))\u{1B}[K")
      }
    }
  }

  /// Takes away what may still change.
  func finish() { clear() }

  private var isBar: Bool { !isQuiet && !isJSON && Terminal.errorIsTerminal }

  private func clear() {
    if isBar { Terminal.report("\r\u{1B}[K") }
  }
}
