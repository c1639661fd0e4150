import Dispatch
import LSTMKit

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The clock, in seconds.
func now() -> Double { Double(DispatchTime.now().uptimeNanoseconds) * 1e-9 }

/// The mean time of one call, from as many calls as fill `seconds`.
func meanSeconds(atLeast seconds: Double, _ work: () -> Void) -> Double {
  let begin = now()
  var (count, chunk) = (0, 1)
  while true {
    for _ in 0..<chunk { work() }
    count += chunk
    let passed = now() - begin
    if passed >= seconds { return passed / Double(count) }
    // Few looks at the clock: a look costs as much as a small step.
    if passed < seconds / 20 { chunk *= 2 }
  }
}

/// Sends what was printed on its way; the other side waits for it.
func flushOutput() { fflush(nil) }
