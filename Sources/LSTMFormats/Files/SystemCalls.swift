#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The calls by which a file is written, so that a test can make each of them fail.
///
/// A negative result is the error number with its sign changed, taken before anything else can
/// overwrite it.
struct SystemCalls: Sendable {
  /// Writes the first bytes of a slice to a descriptor and returns how many.
  var write: @Sendable (Int32, ArraySlice<UInt8>) -> Int
  /// Brings what was written to a descriptor to the disk.
  var synchronize: @Sendable (Int32) -> Int
  /// Gives a file another name, in one step in place of what had that name.
  var rename: @Sendable (_ from: String, _ to: String) -> Int

  /// The calls of the system.
  static let system = SystemCalls(
    write: systemWrite, synchronize: systemSynchronize, rename: systemRename)

  /// Makes a call, again when a signal has interrupted it.
  ///
  /// - Throws: ``SystemFailure`` where the call fails.
  static func retrying(_ call: () -> Int) throws -> Int {
    while true {
      let result = call()
      guard result < 0 else { return result }
      guard result == -Int(EINTR) else { throw SystemFailure(number: Int32(-result)) }
    }
  }
}

/// The reason of a failed call.
struct SystemFailure: Error, Equatable {
  let number: Int32

  /// The failure of the call that has just returned.
  static var last: SystemFailure { SystemFailure(number: errno) }

  /// The system's words for it, such as "No space left on device".
  var reason: String { String(cString: strerror(number)) }
}

// The names of the calls are also those of the members above, so they are used out here only.

@Sendable
private func systemWrite(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
  bytes.withUnsafeBytes { negated(write(descriptor, $0.baseAddress, $0.count)) }
}

@Sendable
private func systemSynchronize(_ descriptor: Int32) -> Int {
  #if canImport(Darwin)
  // On Apple platforms `fsync` stops at the drive's cache, and not every volume goes further.
  if fcntl(descriptor, F_FULLFSYNC) == 0 { return 0 }
  #endif
  return negated(Int(fsync(descriptor)))
}

@Sendable
private func systemRename(_ from: String, _ to: String) -> Int {
  negated(Int(rename(from, to)))
}

private func negated(_ result: Int) -> Int {
  result < 0 ? -Int(errno) : result
}
