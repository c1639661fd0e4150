#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Folders that results go to.
public enum OutputFolder {
  /// Makes sure that a folder is there and takes files, before long work begins.
  ///
  /// A missing folder is created, with the folders above it. Then a small file is written, brought
  /// to the disk and removed: permissions alone do not tell, since the superuser passes them and a
  /// full or read-only disk does not show in them.
  ///
  /// - Throws: ``FileError/cannotCreate(path:reason:)`` where the folder cannot be created or takes
  ///   no file, ``FileError/writeFailed(path:written:byteCount:reason:)`` where the disk is full.
  public static func prepare(_ path: String) throws {
    guard FilePath.isUsable(path) else {
      throw FileError.cannotCreate(path: path, reason: FilePath.unusableReason)
    }
    try create(path)
    try writeProbe(in: path, calls: .system)
  }

  /// Creates each missing folder of a path in turn.
  private static func create(_ path: String) throws {
    var prefix = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      prefix += part
      defer { prefix += "/" }
      guard !part.isEmpty, part != "." else { continue }
      guard mkdir(prefix, 0o777) != 0 else { continue }
      let failure = SystemFailure.last
      // What is there already may be a folder even where creating one is forbidden.
      if let status = try? FileStatus(of: prefix) {
        guard status.kind == .folder else {
          throw FileError.cannotCreate(
            path: path, reason: "\(prefix) is there and is no folder")
        }
      } else {
        throw FileError.cannotCreate(path: path, reason: failure.reason)
      }
    }
  }

  static func writeProbe(in folder: String, calls: SystemCalls) throws {
    let target = FilePath(folder.hasSuffix("/") ? folder + "probe" : folder + "/probe")
    let bytes = [UInt8](repeating: 0, count: 4096)
    let file = try temporaryFile(for: target, in: folder, calls)
    do {
      let written = try SystemCalls.retrying { calls.write(file.descriptor, bytes[...]) }
      guard written == bytes.count else { throw SystemFailure(number: ENOSPC) }
      try file.synchronize()
    } catch let failure as SystemFailure {
      throw FileError.writeFailed(
        path: folder, written: 0, byteCount: bytes.count, reason: failure.reason)
    }
  }

  private static func temporaryFile(
    for target: FilePath, in folder: String, _ calls: SystemCalls
  ) throws -> TemporaryFile {
    do {
      return try TemporaryFile(for: target, permissions: nil, calls: calls)
    } catch let failure as SystemFailure {
      throw FileError.cannotCreate(
        path: folder, reason: "it takes no files: \(failure.reason)")
    }
  }
}
