/// Splits work over the threads of the process.
enum Share {
  /// Multiply-adds that are worth waking another thread for.
  static let worthAThread = 1 << 16

  /// How many threads `operations` multiply-adds deserve.
  static func threads(for operations: Int) -> Int {
    max(1, min(Threads.count, operations / worthAThread))
  }

  /// Runs `body` over pieces of `0..<count`, each at least `grain` long, in parallel.
  static func pieces(of count: Int, grain: Int, _ body: (Range<Int>) -> Void) {
    guard count > 0 else { return }
    ThreadPool.shared.run(limit: max(1, count / max(1, grain))) { thread, threads in
      let range = count * thread / threads..<count * (thread + 1) / threads
      if !range.isEmpty { body(range) }
    }
  }
}
