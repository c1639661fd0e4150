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
    // Errors of the parser have codes of their own; any other one should have been made reportable.
    guard LSTMCommand.exitCode(for: error) == .failure else {
      LSTMCommand.exit(withError: error)
    }
    Terminal.report("lstm: internal fault: \(error). Please report how it came about.\n")
    exit(FailureKind.internalFault.rawValue)
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
