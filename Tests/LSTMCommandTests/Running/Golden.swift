import Foundation
import Testing

/// Compares a text with `Golden/NAME.txt` beside these sources.
///
/// With `LSTM_REWRITE_GOLDEN=1` in the environment the file is written instead: look at what has
/// changed before committing it.
func expectGolden(
  _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Golden/\(name).txt")
  if ProcessInfo.processInfo.environment["LSTM_REWRITE_GOLDEN"] == "1" {
    try Data(text.utf8).write(to: file)
    return
  }
  let golden = String(decoding: try Data(contentsOf: file), as: UTF8.self)
  #expect(text == golden, "differs from \(file.path)", sourceLocation: sourceLocation)
}
