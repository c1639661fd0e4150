#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif
#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What stands under a path, and the single steps by which a model folder renames and removes it.
struct FolderEntry: Sendable {
  enum Kind: Sendable {
    case nothing
    case file
    case folder
  }

  let path: String

  init(_ path: String) {
    self.path = path
  }

  /// What is there, links followed.
  var kind: Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// The names in this folder, sorted by their bytes.
  func names() throws -> [String] {
    guard access(path, R_OK | X_OK) == 0 else {
      throw ModelFolderError.cannotList(path: path, reason: Self.reason)
    }
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      throw ModelFolderError.cannotList(path: path, reason: "its names cannot be listed")
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Removes a file; that there is none is fine.
  func removeFile() throws {
    guard unlink(path) != 0, errno != ENOENT else { return }
    throw ModelFolderError.cannotRemove(path: path, reason: Self.reason)
  }

  /// Removes a folder if it is empty.
  func removeFolderIfEmpty() {
    _ = rmdir(path)
  }

  /// Gives a file another name, in one step in place of what had that name.
  func rename(to other: FolderEntry) throws {
    guard systemRename(path, other.path) != 0 else { return }
    throw ModelFolderError.cannotRename(
      path: path, newPath: other.path, reason: Self.reason)
  }

  /// Gives a file a second name that nothing has yet; `false` where the volume knows no such thing.
  func link(as other: FolderEntry) -> Bool {
    systemLink(path, other.path) == 0
  }

  /// Brings the names in this folder to the disk, where the volume can do that.
  func synchronizeFolder() {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    _ = close(descriptor)
  }

  private static var reason: String { String(cString: strerror(errno)) }
}

// The names of the calls are also those of the members above, so they are used out here only.

private func systemRename(_ from: String, _ to: String) -> Int32 {
  rename(from, to)
}

private func systemLink(_ from: String, _ to: String) -> Int32 {
  link(from, to)
}
