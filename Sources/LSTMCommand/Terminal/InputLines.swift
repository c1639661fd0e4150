import LSTMTensor
import LSTMTraining

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Standard input while it is written: the lines that are there, without waiting for more.
struct InputLines {
  /// More than any row; what is longer is no table.
  private static let longestLine = 1 << 20

  private var pending: [UInt8] = []
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)
  private var isEnd = false

  /// Waits for a whole line, and returns it with all others that have come by then; `nil` after the last, and when
  /// somebody asks to stop.
  ///
  /// - Throws: ``InputError`` where reading fails or a line does not end.
  mutating func next(until stop: StopSignal) throws -> [[UInt8]]? {
    while !isEnd, !stop.isRaised {
      var waiting = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      // Signals are taken by another thread, so that they do not end a read.
      guard poll(&waiting, 1, 200) != 0 else { continue }
      let count = chunk.withUnsafeMutableBytes { read(STDIN_FILENO, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw InputError(reason: String(cString: strerror(errno)))
      }
      guard count > 0 else {
        isEnd = true
        if pending.isEmpty { return nil }
        defer { pending = [] }
        return [pending]
      }
      let lines = take(chunk[..<count])
      if !lines.isEmpty { return lines }
      guard pending.count <= Self.longestLine else {
        throw InputError(reason: "a line does not end within \(Self.longestLine) bytes")
      }
    }
    return nil
  }

  private mutating func take(_ bytes: ArraySlice<UInt8>) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      lines.append(pending + rest[..<end])
      pending.removeAll(keepingCapacity: true)
      rest = rest[(end + 1)...]
    }
    pending += rest
    return lines
  }
}

/// Standard input gives no lines.
struct InputError: ReportableError {
  let reason: String
  var kind: FailureKind { .inputOutput }

  var description: String {
    "standard input cannot be read (\(reason)). Send it the rows of a table, one a line."
  }
}
