import CLSTMKernels
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// How many threads the kernels use.
public enum Threads {
  /// Threads for one operation, the caller included.
  ///
  /// By default one a processor. No result depends on it.
  public static var count: Int {
    get { ThreadPool.shared.width.load(ordering: .relaxed) }
    set { ThreadPool.shared.width.store(max(1, newValue), ordering: .relaxed) }
  }
}

/// The threads of the process: they spin briefly between two jobs, since a time step lasts
/// microseconds, then sleep.
///
/// `@unchecked Sendable`: `job`, `jobWidth` and `workers` are written only by the caller that holds `busy`, before
/// it raises `generation` (release); workers read them after they saw it (acquire) and before they
/// lower `remaining`, for which the caller waits.
final class ThreadPool: @unchecked Sendable {
  static let shared = ThreadPool()

  let width: Atomic<Int>
  private let busy = Atomic<Bool>(false)
  private let generation = Atomic<Int>(0)
  private let remaining = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private var workers = 0
  private var job: ((Int, Int) -> Void)?
  private var jobWidth = 0
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let wake: UnsafeMutablePointer<pthread_cond_t>

  /// Looks at the job counter before a worker sleeps, about a tenth of a millisecond: waking it again takes
  /// longer than a small layer, and a stream's next step comes soon.
  private static let spins = 5000

  private init() {
    width = Atomic(max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
    mutex = .allocate(capacity: 1)
    wake = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(wake, nil)
  }

  /// Calls `body(thread, threads)` once for each of `threads` threads and returns when all are done.
  ///
  /// - Parameters:
  ///   - limit: the most threads that the work is worth.
  ///   - body: does the share of one thread. It runs as the only one, `body(0, 1)`, when the pool is
  ///     busy with another caller.
  func run(limit: Int, _ body: (_ thread: Int, _ threads: Int) -> Void) {
    let wanted = min(limit, width.load(ordering: .relaxed))
    guard wanted > 1, !busy.exchange(true, ordering: .acquiring) else {
      return body(0, 1)
    }
    defer { busy.store(false, ordering: .releasing) }
    startWorkers(wanted - 1)
    let threads = min(wanted, workers + 1)
    guard threads > 1 else { return body(0, 1) }
    withoutActuallyEscaping(body) { escapable in
      job = escapable
      jobWidth = threads
      remaining.store(workers, ordering: .relaxed)
      generation.add(1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        pthread_mutex_lock(mutex)
        pthread_cond_broadcast(wake)
        pthread_mutex_unlock(mutex)
      }
      escapable(0, threads)
      var looks = 0
      while remaining.load(ordering: .acquiring) > 0 {
        looks += 1
        clstm_relax()
        if looks > Self.spins { sched_yield() }
      }
      job = nil
    }
  }

  private func startWorkers(_ wanted: Int) {
    while workers < wanted {
      let seat = Seat(
        pool: self, number: workers + 1, generation: generation.load(ordering: .relaxed))
      guard seat.start() else { return }
      workers += 1
    }
  }

  fileprivate func work(as number: Int, after first: Int) -> Never {
    var seen = first
    while true {
      waitForJob(after: seen)
      seen = generation.load(ordering: .acquiring)
      if number < jobWidth { job?(number, jobWidth) }
      remaining.subtract(1, ordering: .releasing)
    }
  }

  private func waitForJob(after seen: Int) {
    for _ in 0..<Self.spins {
      if generation.load(ordering: .acquiring) != seen { return }
      clstm_relax()
    }
    pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while generation.load(ordering: .sequentiallyConsistent) == seen {
      pthread_cond_wait(wake, mutex)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
  }
}

/// What a new worker needs to know.
private final class Seat {
  let pool: ThreadPool
  let number: Int
  let generation: Int

  init(pool: ThreadPool, number: Int, generation: Int) {
    self.pool = pool
    self.number = number
    self.generation = generation
  }

  /// Starts a detached thread; false when the system has none left.
  func start() -> Bool {
    let argument = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
    var thread: pthread_t?
    let code = pthread_create(&thread, nil, { enter($0) }, argument)
    if code == 0, let thread { pthread_detach(thread) }
    #else
    var thread = pthread_t()
    let code = pthread_create(&thread, nil, { enter($0) }, argument)
    if code == 0 { pthread_detach(thread) }
    #endif
    if code != 0 { Unmanaged<Seat>.fromOpaque(argument).release() }
    return code == 0
  }
}

#if canImport(Darwin)
private func enter(_ argument: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
  let seat = Unmanaged<Seat>.fromOpaque(argument).takeRetainedValue()
  seat.pool.work(as: seat.number, after: seat.generation)
}
#else
private func enter(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let seat = Unmanaged<Seat>.fromOpaque(argument).takeRetainedValue()
  seat.pool.work(as: seat.number, after: seat.generation)
}
#endif
