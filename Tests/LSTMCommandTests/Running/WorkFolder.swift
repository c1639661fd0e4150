import Foundation

/// A folder of its own for one test, removed with everything in it at the end.
final class WorkFolder: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "LSTMCommandTests-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  func path(of name: String) -> String { path + "/" + name }

  /// The visible names in the folder, or in one below it, sorted.
  func names(in name: String = ".") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(of: name)).sorted()
      .filter { !$0.hasPrefix(".") }
  }

  /// The hidden names in a folder below this one: what a killed process has left, for instance.
  func hiddenNames(in name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(of: name)).sorted()
      .filter { $0.hasPrefix(".") }
  }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(of: name)) }

  func put(_ text: String, at name: String) throws { try put(Array(text.utf8), at: name) }

  func put(_ bytes: [UInt8], at name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path(of: name)))
  }

  func bytes(at name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(of: name))))
  }

  func text(at name: String) throws -> String {
    String(decoding: try bytes(at: name), as: UTF8.self)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path(of: name))
  }

  /// Every file below a folder with its bytes: to see that nothing has changed.
  func contents(of name: String) throws -> [String: [UInt8]] {
    var contents: [String: [UInt8]] = [:]
    for file in try FileManager.default.subpathsOfDirectory(atPath: path(of: name)) {
      var isFolder: ObjCBool = false
      let full = path(of: "\(name)/\(file)")
      if FileManager.default.fileExists(atPath: full, isDirectory: &isFolder), !isFolder.boolValue {
        contents[file] = try bytes(at: "\(name)/\(file)")
      }
    }
    return contents
  }
}
