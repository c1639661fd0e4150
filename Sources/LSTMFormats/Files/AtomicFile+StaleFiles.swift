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

extension AtomicFile {
  /// Removes the temporary files for `path` that killed processes have left.
  ///
  /// A file that is being written is locked and stays. Clearing is a courtesy: what cannot be
  /// removed stays too, without an error.
  ///
  /// - Returns: The paths of the removed files, sorted.
  @discardableResult
  public static func removeStaleFiles(for path: String) -> [String] {
    guard FilePath.isUsable(path) else { return [] }
    let target = FilePath(FilePath.resolved(path) ?? path)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: target.folder)) ?? []
    return names.filter { isTemporary($0, for: target.name) }
      .map(target.sibling)
      .filter(removeUnlessLocked)
      .sorted(by: ExactString.precedes)
  }

  /// Whether a name is `.NAME.tmp-PID-COUNT`.
  private static func isTemporary(_ name: String, for target: String) -> Bool {
    let prefix = TemporaryFile.prefix(for: target)
    guard name.utf8.starts(with: prefix.utf8) else { return false }
    let numbers = name.utf8.dropFirst(prefix.utf8.count)
      .split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return numbers.count == 2
      && numbers.allSatisfy { digits in
        !digits.isEmpty
          && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      }
  }

  private static func removeUnlessLocked(_ path: String) -> Bool {
    guard let found = try? FileStatus(ofLink: path), found.kind == .regular else { return false }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    // The file may have been moved into its place just now, and another writer have taken the name.
    // If it still has the name under our lock, no writer owns it, and it keeps the name.
    guard let locked = try? FileStatus(of: descriptor),
      let named = try? FileStatus(ofLink: path), named.isSameFile(as: locked)
    else { return false }
    return unlink(path) == 0
  }
}
