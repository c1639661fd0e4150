#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads whole files into memory.
public enum FileReader {
  /// More than any file that is read whole here; what claims more is the wrong file.
  package static let defaultLimit = 1 << 33

  /// All bytes of a file; pipes and devices are read to their end.
  ///
  /// - Throws: ``FileError`` where there is no such file, it is a folder, it cannot be opened or
  ///   read, or it has more than 8 GiB.
  public static func bytes(of path: String) throws -> [UInt8] {
    try bytes(of: path, limit: defaultLimit)
  }

  /// All bytes of a file of at most `limit` bytes.
  package static func bytes(of path: String, limit: Int) throws -> [UInt8] {
    guard FilePath.isUsable(path) else {
      throw FileError.cannotOpen(path: path, reason: FilePath.unusableReason)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      let failure = SystemFailure.last
      throw failure.number == ENOENT
        ? FileError.missing(path: path)
        : FileError.cannotOpen(path: path, reason: failure.reason)
    }
    defer { _ = close(descriptor) }
    guard let status = try? FileStatus(of: descriptor), status.kind != .folder else {
      throw FileError.isFolder(path: path)
    }
    guard status.byteCount <= limit else {
      throw FileError.tooLarge(path: path, byteCount: status.byteCount, limit: limit)
    }
    // One byte more than the file has shows its end without a second chunk.
    return try contents(
      of: descriptor, path: path, firstChunk: max(status.byteCount + 1, 1 << 12), limit: limit)
  }

  private static func contents(
    of descriptor: Int32, path: String, firstChunk: Int, limit: Int
  ) throws -> [UInt8] {
    var bytes = try chunk(of: descriptor, path: path, count: firstChunk, offset: 0)
    var isFull = bytes.count == firstChunk
    while isFull {
      guard bytes.count <= limit else {
        throw FileError.tooLarge(path: path, byteCount: bytes.count, limit: limit)
      }
      let count = 1 << 20
      let next = try chunk(of: descriptor, path: path, count: count, offset: bytes.count)
      bytes += next
      isFull = next.count == count
    }
    return bytes
  }

  /// The next `count` bytes, fewer only at the end of the file.
  ///
  /// The memory is not cleared first, which would take as long as the reading of a cached file.
  private static func chunk(
    of descriptor: Int32, path: String, count: Int, offset: Int
  ) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let free = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
        do {
          let count = try SystemCalls.retrying {
            let result = read(descriptor, free.baseAddress, free.count)
            return result < 0 ? -Int(errno) : result
          }
          guard count > 0 else { return }
          filled += count
        } catch let failure as SystemFailure {
          throw FileError.readFailed(
            path: path, offset: offset + filled, reason: failure.reason)
        }
      }
    }
  }
}
