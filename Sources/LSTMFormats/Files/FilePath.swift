#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A path split into its folder and the name in it.
struct FilePath: Sendable {
  /// The folder, `.` where the path names none.
  let folder: String
  /// The last part of the path.
  let name: String

  /// Splits a path; one that ends with a slash has no name.
  init(_ path: String) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else {
      folder = "."
      name = path
      return
    }
    folder = slash == path.startIndex ? "/" : String(path[..<slash])
    name = String(path[path.utf8.index(after: slash)...])
  }

  /// Another name in the same folder.
  func sibling(_ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }

  /// Whether the system sees the whole path: it would read a zero byte as the end.
  static func isUsable(_ path: String) -> Bool {
    !path.isEmpty && !path.utf8.contains(0)
  }

  static let unusableReason = "the path is empty or has a zero byte"

  /// The path with every symbolic link followed, `nil` where one leads nowhere.
  static func resolved(_ path: String) -> String? {
    guard let text = realpath(path, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
}
