import Foundation
import Synchronization

@testable import LSTMFormats

/// System calls that write a few bytes at a time, are interrupted every other time, and fail for
/// good at one of them.
final class FaultyCalls: Sendable {
  private let made = Mutex(0)
  private let failing: Int
  private let errorNumber: Int32
  private let writeLimit: Int

  /// - Parameter failing: The call to fail, counted from zero; interruptions do not count.
  init(failing: Int, errorNumber: Int32, writeLimit: Int = 7) {
    self.failing = failing
    self.errorNumber = errorNumber
    self.writeLimit = writeLimit
  }

  var calls: SystemCalls {
    let system = SystemCalls.system
    return SystemCalls(
      write: { [self] descriptor, bytes in
        failure() ?? system.write(descriptor, bytes.prefix(writeLimit))
      },
      synchronize: { [self] descriptor in failure() ?? system.synchronize(descriptor) },
      rename: { [self] from, to in failure() ?? system.rename(from, to) })
  }

  private func failure() -> Int? {
    made.withLock { made in
      defer { made += 1 }
      if made % 2 == 0 { return -Int(EINTR) }
      return made / 2 == failing ? -Int(errorNumber) : nil
    }
  }
}
