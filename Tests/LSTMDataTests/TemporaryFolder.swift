import Foundation

/// A folder of files with given bytes for as long as a test runs.
func withTemporaryFolder(
  _ files: [(name: String, bytes: [UInt8])], _ body: (String) throws -> Void
) throws {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("LSTMDataTests-\(UUID().uuidString)")
  defer { try? FileManager.default.removeItem(at: folder) }
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  for file in files {
    let url = folder.appendingPathComponent(file.name)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(file.bytes).write(to: url)
  }
  try body(folder.path)
}
