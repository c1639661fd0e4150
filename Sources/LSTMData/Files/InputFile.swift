import Foundation

/// A file, or standard input, that is read once from its start.
///
/// Who reads it turns a ``Failure`` into an error of its own, which says what kind of file was expected.
struct InputFile: Sendable {
  /// Why there are no bytes.
  enum Failure: Error, Equatable {
    case missing
    case folder
    case unreadable(reason: String)
    case readFailed(reason: String)
  }

  /// The name for messages.
  let name: String
  private let handle: FileHandle

  /// Opens a file; `-` is standard input.
  init(path: String) throws(Failure) {
    name = Self.name(of: path)
    guard path != "-" else {
      handle = .standardInput
      return
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .missing
    }
    guard !isFolder.boolValue else { throw .folder }
    do {
      handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    } catch {
      throw .unreadable(reason: error.localizedDescription)
    }
  }

  /// What messages call the file of a path.
  static func name(of path: String) -> String {
    path == "-" ? "standard input" : path
  }

  /// The next bytes, none only at the end.
  func next(upTo count: Int) throws(Failure) -> [UInt8] {
    do {
      return try handle.read(upToCount: count).map { [UInt8]($0) } ?? []
    } catch {
      throw .readFailed(reason: error.localizedDescription)
    }
  }
}
