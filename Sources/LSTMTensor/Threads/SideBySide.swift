/// Whole computations side by side, on the threads of the process.
///
/// Operations within them find the threads busy and run on their own one; no result depends on it.
package enum SideBySide {
  /// Runs `work` once on each thread; it takes its share by itself.
  package static func run(_ work: @escaping @Sendable () -> Void) {
    ThreadPool.shared.run(limit: Threads.count) { _, _ in work() }
  }
}
