#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The one writer of output files: a file is there whole or not at all.
///
/// The bytes go to a temporary file in the same folder, which is brought to the disk, renamed over
/// the target, and followed by its folder. A process killed at any instant, or a machine that loses
/// its power, leaves the old file or the new one.
public enum AtomicFile {
  /// Writes a file, in place of one that is there.
  ///
  /// A symbolic link is followed, and the permissions of an old file are kept. A device or a pipe,
  /// such as `/dev/stdout`, is no file to replace: the bytes are written to it directly.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)`` where the folder is missing or forbids it
  ///   or the path is a folder's, ``FileError/writeFailed(path:written:byteCount:reason:)`` where
  ///   writing fails midway; the old file is then intact and no temporary file remains.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    try write(bytes, to: path, calls: .system)
  }

  /// Writes a text in UTF-8; see ``write(_:to:)-([UInt8],_)``.
  public static func write(_ text: String, to path: String) throws {
    try write(Array(text.utf8), to: path)
  }

  /// Makes sure that a file can be created, before work whose result it is to hold begins.
  ///
  /// A file that is there already stays as it is.
  ///
  /// - Parameter replaces: whether one that is there may be replaced.
  /// - Throws: ``FileError`` as ``write(_:to:)-([UInt8],_)`` does, and ``FileError/isThere(path:)``.
  public static func probe(_ path: String, replaces: Bool = true) throws {
    let target = try OutputTarget(path)
    guard !target.isStream else { return }
    if !replaces, target.permissions != nil { throw FileError.isThere(path: path) }
    _ = try temporaryFile(for: target, calls: .system)
  }

  static func write(_ bytes: [UInt8], to path: String, calls: SystemCalls) throws {
    let target = try OutputTarget(path)
    if target.isStream {
      return try writeToStream(bytes, target, calls)
    }
    var file = try temporaryFile(for: target, calls: calls)
    try writeAll(bytes, to: file.descriptor, target, calls)
    do {
      try file.synchronize()
      try file.move(to: target.path)
    } catch let failure as SystemFailure {
      throw FileError.writeFailed(
        path: path, written: bytes.count, byteCount: bytes.count, reason: failure.reason)
    }
    try synchronizeFolder(of: target, calls)
  }
}

// MARK: - Steps

extension AtomicFile {
  private static func temporaryFile(
    for target: OutputTarget, calls: SystemCalls
  ) throws -> TemporaryFile {
    do {
      return try TemporaryFile(
        for: target.parts, permissions: target.permissions, calls: calls)
    } catch let failure as SystemFailure {
      throw FileError.cannotCreate(
        path: target.shownPath,
        reason: failure.number == ENOENT
          ? "its folder \(target.parts.folder) does not exist" : failure.reason)
    }
  }

  private static func writeAll(
    _ bytes: [UInt8], to descriptor: Int32, _ target: OutputTarget, _ calls: SystemCalls
  ) throws {
    var written = 0
    while written < bytes.count {
      do {
        let count = try SystemCalls.retrying { calls.write(descriptor, bytes[written...]) }
        // A device that takes nothing and reports nothing would keep us here for ever.
        guard count > 0 else { throw SystemFailure(number: EIO) }
        written += count
      } catch let failure as SystemFailure {
        throw FileError.writeFailed(
          path: target.shownPath, written: written, byteCount: bytes.count,
          reason: failure.reason)
      }
    }
  }

  private static func writeToStream(
    _ bytes: [UInt8], _ target: OutputTarget, _ calls: SystemCalls
  ) throws {
    let descriptor = open(target.path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw FileError.cannotCreate(
        path: target.shownPath, reason: SystemFailure.last.reason)
    }
    defer { _ = close(descriptor) }
    try writeAll(bytes, to: descriptor, target, calls)
  }

  /// Brings the new name to the disk.
  private static func synchronizeFolder(of target: OutputTarget, _ calls: SystemCalls) throws {
    let descriptor = open(target.parts.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder may allow new files and yet forbid being read; then there is nothing more to do.
    guard descriptor >= 0 else { return }
    defer { _ = close(descriptor) }
    do {
      _ = try SystemCalls.retrying { calls.synchronize(descriptor) }
    } catch let failure as SystemFailure {
      // Some network and user-space volumes cannot synchronize a folder at all.
      guard ![EINVAL, ENOTSUP, EBADF].contains(failure.number) else { return }
      throw FileError.folderNotSynchronized(path: target.shownPath, reason: failure.reason)
    }
  }
}
