import Dispatch
import LSTMTraining

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Turns Ctrl-C and SIGTERM into a request to stop: the run saves and ends.
///
/// A second one ends at once.
struct Interruption {
  /// Raised by the first signal.
  let stop = StopSignal()
  private let sources: [any DispatchSourceSignal]

  /// - Parameter task: what is done between the signal and the end.
  init(task: String = "saving a checkpoint") {
    let stop = stop
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(
        signal: number, queue: DispatchQueue(label: "lstm.signal"))
      source.setEventHandler {
        if stop.isRaised { _exit(130) }
        stop.raise()
        Terminal.report("\nStopping: \(task). Press Ctrl-C again to stop at once.\n")
      }
      source.resume()
      return source
    }
  }
}
