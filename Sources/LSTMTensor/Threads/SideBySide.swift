import Synchronization

/// Whole computations side by side, on the threads of the process.
///
/// Operations within them find the threads busy and run on their own one; no result depends on it.
package enum SideBySide {
  /// The results of `work(0)` to `work(count - 1)`, in that order, as many at a time as there are threads.
  package static func map<Result: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let results = Mutex([Result?](repeating: nil, count: count))
    let next = Atomic(0)
    ThreadPool.shared.run(limit: Threads.count) { _, _ in
      while true {
        let number = next.add(1, ordering: .relaxed).oldValue
        guard number < count else { return }
        let result = work(number)
        results.withLock { $0[number] = result }
      }
    }
    return results.withLock { $0.compactMap { $0 } }
  }
}
