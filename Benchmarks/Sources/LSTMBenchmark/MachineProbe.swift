import Dispatch
import LSTMKit
import MachineLimits

/// The machine's own limits, with every thread doing the same at once.
enum MachineProbe {
  /// Block sizes that stand for a level: well inside a usual cache of that level, and far beyond all.
  static let blocks = [16, 64, 128, 256, 384, 1024, 4096, 16384, 131_072]

  /// Operations a second in registers, bytes a second from blocks of each size (in KiB) a thread.
  static func measure(threads: Int) -> JSONValue {
    let rate = best { together(threads) { _ in machine_multiply_adds(4_000_000) } }
    var bandwidth: [(String, JSONValue)] = []
    for block in blocks {
      let count = block * 256
      let memory = (0..<threads).map { _ in [Float](repeating: 1, count: count) }
      let rounds = max(1, 131_072 / block)
      let bytes = best {
        together(threads) { thread in
          memory[thread].withUnsafeBufferPointer { machine_read($0.baseAddress, count, rounds) }
          return Double(count * rounds * 4)
        }
      }
      bandwidth.append(("\(block)", .number(bytes)))
    }
    return [
      "multiply_add_gflops": .number(rate * 1e-9),
      "bytes_per_second": .object(JSONObject(bandwidth)),
    ]
  }

  /// The best of five: a limit is what the machine can do, not what it usually does.
  private static func best(_ rate: () -> Double) -> Double {
    (0..<5).map { _ in rate() }.max() ?? 0
  }

  /// Work done a second by `threads` threads together.
  private static func together(_ threads: Int, _ work: @Sendable (Int) -> Double) -> Double {
    let begin = now()
    nonisolated(unsafe) let done = UnsafeMutablePointer<Double>.allocate(capacity: threads)
    defer { done.deallocate() }
    DispatchQueue.concurrentPerform(iterations: threads) { done[$0] = work($0) }
    let seconds = now() - begin
    return (0..<threads).reduce(0) { $0 + done[$1] } / seconds
  }
}
