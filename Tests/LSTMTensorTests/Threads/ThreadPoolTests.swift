import LSTMTestSupport
import Synchronization
import Testing

@testable import LSTMTensor

@Suite("The thread pool", .serialized)
struct ThreadPoolTests {
  /// Adds what every thread of a job contributes.
  private final class Tally: Sendable {
    let calls = Atomic<Int>(0)
    let places = Atomic<Int>(0)
    let widths = Atomic<Int>(0)

    func note(_ thread: Int, _ threads: Int) {
      calls.add(1, ordering: .relaxed)
      places.bitwiseOr(1 << thread, ordering: .relaxed)
      widths.bitwiseOr(1 << threads, ordering: .relaxed)
    }
  }

  @Test("Each thread of a job is called exactly once", arguments: [1, 2, 3, 5])
  func everyThreadOnce(width: Int) {
    KernelSettings.with(threads: width) {
      for _ in 0..<200 {
        let tally = Tally()
        ThreadPool.shared.run(limit: 64) { tally.note($0, $1) }
        let calls = tally.calls.load(ordering: .relaxed)
        // One call alone where another test keeps the pool busy.
        #expect(calls == width || calls == 1)
        #expect(tally.places.load(ordering: .relaxed) == (1 << calls) - 1)
        #expect(tally.widths.load(ordering: .relaxed) == 1 << calls)
      }
    }
  }

  @Test("A pool of its own uses as many threads as the job is worth")
  func limits() {
    KernelSettings.with(threads: 4) {
      for limit in 1...6 {
        var widest = 0
        // The pool may be busy with another test now and then, not every time.
        for _ in 0..<1000 where widest < min(limit, 4) {
          let tally = Tally()
          ThreadPool.shared.run(limit: limit) { tally.note($0, $1) }
          widest = max(widest, tally.calls.load(ordering: .relaxed))
        }
        #expect(widest == min(limit, 4))
      }
    }
  }

  @Test("A job inside a job runs on the thread that asks for it")
  func nested() {
    KernelSettings.with(threads: 3) {
      var sawParallelOuter = false
      for _ in 0..<1000 where !sawParallelOuter {
        let (outer, inner) = (Tally(), Tally())
        ThreadPool.shared.run(limit: 3) { thread, threads in
          outer.note(thread, threads)
          if threads > 1 { ThreadPool.shared.run(limit: 3) { inner.note($0, $1) } }
        }
        guard outer.calls.load(ordering: .relaxed) == 3 else { continue }
        sawParallelOuter = true
        #expect(inner.calls.load(ordering: .relaxed) == 3)
        #expect(inner.widths.load(ordering: .relaxed) == 1 << 1)
      }
      #expect(sawParallelOuter)
    }
  }

  @Test("Many thousands of small jobs lose none of their work", arguments: [(2, 20_000), (5, 500)])
  func manySmallJobs(width: Int, jobs: Int) {
    KernelSettings.with(threads: width) {
      let sum = Atomic<Int>(0)
      for job in 0..<jobs {
        ThreadPool.shared.run(limit: width) { thread, threads in
          for part in stride(from: thread, to: 6, by: threads) {
            sum.add(job &* part, ordering: .relaxed)
          }
        }
      }
      #expect(sum.load(ordering: .relaxed) == 15 * (0..<jobs).reduce(0, +))
    }
  }

  @Test("Changing the number of threads between jobs loses no work")
  func changingWidth() {
    for width in [2, 5, 1, 3, 4, 2, 8, 1] {
      KernelSettings.with(threads: width) {
        let x = Tensor((0..<100_000).map { Float($0 % 101) })
        let y = x + x
        #expect(y.withBuffer { $0.enumerated().allSatisfy { $1 == Float(2 * ($0 % 101)) } })
      }
    }
  }

  @Test("Callers on many tasks at once each get their own result")
  func concurrentCallers() async {
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<8 {
        group.addTask {
          let x = Tensor(repeating: Float(task), shape: [40_000])
          return (0..<20).allSatisfy { round in
            let y = x.scaled(by: 2, adding: Float(round))
            let expected = Float(2 * task + round)
            return y.withBuffer { $0.allSatisfy { $0 == expected } }
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }

  @Test("Pieces cover a range once, in any number of threads", arguments: [0, 1, 2, 7, 1000])
  func pieces(count: Int) {
    KernelSettings.with(threads: 5) {
      let marks = (0..<max(count, 1)).map { _ in Counter() }
      Share.pieces(of: count, grain: 3) { range in
        for index in range { marks[index].value.add(1, ordering: .relaxed) }
      }
      #expect(marks.prefix(count).allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    }
  }

  private final class Counter: Sendable {
    let value = Atomic<Int>(0)
  }

  @Test("The number of threads is at least one")
  func atLeastOne() {
    KernelSettings.with(threads: -3) { #expect(Threads.count == 1) }
  }
}
