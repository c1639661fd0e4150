#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file under construction beside the one that it will replace.
///
/// Its name, `.NAME.tmp-PID-COUNT`, tells what it is for, and it is locked as long as it is open:
/// a temporary file that nobody locks was left by a process that was killed.
struct TemporaryFile: ~Copyable {
  /// More files of one name at one time than any program writes.
  private static let attemptLimit = 1000

  let path: String
  let descriptor: Int32
  private let calls: SystemCalls
  private var isInPlace = false

  /// Creates a file for `target`.
  ///
  /// - Throws: ``SystemFailure``.
  init(for target: FilePath, permissions: mode_t?, calls: SystemCalls) throws {
    self.calls = calls
    for count in 0..<Self.attemptLimit {
      let path = target.sibling("\(Self.prefix(for: target.name))\(getpid())-\(count)")
      let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else {
        let failure = SystemFailure.last
        guard failure.number == EEXIST else { throw failure }
        continue
      }
      // Whoever clears stale files may take the lock between the two calls, and remove the file.
      // Where the volume has no locks there is no such clearing either.
      let isLocked = flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK
      if isLocked, let status = try? FileStatus(of: descriptor), status.linkCount > 0 {
        if let permissions { _ = fchmod(descriptor, permissions) }
        self.path = path
        self.descriptor = descriptor
        return
      }
      _ = close(descriptor)
    }
    throw SystemFailure(number: EEXIST)
  }

  /// Closes the file, and removes it where it has not been moved into its place.
  deinit {
    if !isInPlace { _ = unlink(path) }
    _ = close(descriptor)
  }

  /// The beginning of the names of all temporary files for `name`.
  static func prefix(for name: String) -> String {
    ".\(name).tmp-"
  }

  /// Brings what was written to the disk.
  func synchronize() throws {
    _ = try SystemCalls.retrying { calls.synchronize(descriptor) }
  }

  /// Replaces the file at `target`.
  ///
  /// The file is still open and locked, so that no clearing takes it away before; an error of
  /// closing has nothing left to report once the contents are on the disk.
  mutating func move(to target: String) throws {
    let path = path
    _ = try SystemCalls.retrying { calls.rename(path, target) }
    isInPlace = true
  }
}
