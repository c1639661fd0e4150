import Foundation

/// A file with given bytes for as long as a test runs.
func withTemporaryFile(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("LSTMDataTests-\(UUID().uuidString).txt")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  try body(url.path)
}
