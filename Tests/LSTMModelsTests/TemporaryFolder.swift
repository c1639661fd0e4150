import Foundation
import LSTMTensor

@testable import LSTMModels

/// A folder of its own for as long as a test runs.
func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let url = FileManager.default.temporaryDirectory
    .appendingPathComponent("LSTMModelsTests-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

func readBytes(_ path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

func writeBytes(_ bytes: [UInt8], _ path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

func writeText(_ text: String, _ path: String) throws {
  try writeBytes(Array(text.utf8), path)
}

func exists(_ path: String) -> Bool {
  FileManager.default.fileExists(atPath: path)
}

func names(in path: String) throws -> [String] {
  try FileManager.default.contentsOfDirectory(atPath: path).sorted()
}

/// What an operation throws, as an error with an exit code and a message.
func failure(of body: () throws -> Void) -> (any ReportableError)? {
  do {
    try body()
    return nil
  } catch {
    return error as? any ReportableError
  }
}

extension Tensor {
  /// The bits of the elements: equal only for tensors equal to the last bit, NaN included.
  var bits: [UInt32] { values.map(\.bitPattern) }
}
