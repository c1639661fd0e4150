import ArgumentParser
import Foundation
import LSTMTensor

/// Ends the process with the message and the exit code of an error.
func leave(because error: any Error) -> Never {
  switch error {
  case is ClosedPipe:
    exit(0)
  case let reported as any ReportableError:
    Terminal.report("lstm: \(reported)\n")
    exit(reported.kind.rawValue)
  default:
    LSTMCommand.exit(withError: error)
  }
}

/// An option whose value cannot be used.
struct UsageError: ReportableError {
  let description: String
  var kind: FailureKind { .usage }

  init(_ description: String) {
    self.description = description
  }
}
