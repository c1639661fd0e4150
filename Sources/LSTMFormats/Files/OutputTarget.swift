#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The place of an output file, checked as far as it can be without writing.
struct OutputTarget: Sendable {
  /// The path as the user gave it, for messages.
  let shownPath: String
  /// The path with a symbolic link followed.
  let path: String
  let parts: FilePath
  /// Whether it is a device, pipe or socket, which is written to and not replaced.
  let isStream: Bool
  /// The permissions of the file that is there, `nil` where there is none.
  let permissions: mode_t?

  init(_ path: String) throws {
    shownPath = path
    guard FilePath.isUsable(path) else {
      throw FileError.cannotCreate(path: path, reason: FilePath.unusableReason)
    }
    guard let link = try? FileStatus(ofLink: path) else {
      // Nothing is there, or nothing that can be seen; creating the file will tell which.
      guard !FilePath(path).name.isEmpty else {
        throw FileError.cannotCreate(path: path, reason: "the path ends with a slash")
      }
      (self.path, parts, isStream, permissions) = (path, FilePath(path), false, nil)
      return
    }
    guard let status = try? FileStatus(of: path) else {
      throw FileError.cannotCreate(path: path, reason: "it is a symbolic link to nothing")
    }
    guard status.kind != .folder else {
      throw FileError.cannotCreate(path: path, reason: "there is a folder of this name")
    }
    isStream = status.kind == .stream
    // Renaming needs no permission on the file itself, but whoever made it read-only meant it.
    guard access(path, W_OK) == 0 else {
      throw FileError.cannotCreate(
        path: path, reason: "a file is there and may not be changed: \(SystemFailure.last.reason)")
    }
    // A link to a stream may lead to no path at all, as `/dev/stdout` does in a pipeline.
    let isReplaced = link.kind == .symbolicLink && !isStream
    self.path = isReplaced ? FilePath.resolved(path) ?? path : path
    parts = FilePath(self.path)
    permissions = status.permissions
  }
}
