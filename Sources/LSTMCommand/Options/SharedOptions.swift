import ArgumentParser
import LSTMFormats
import LSTMTensor

/// Options that every command has.
struct SharedOptions: ParsableArguments {
  @Flag(name: .long, help: "Print one JSON document on standard output, nothing else.")
  var json = false

  @Flag(name: .long, help: "Report no progress.")
  var quiet = false

  @Option(
    name: .long, parsing: .unconditional,
    help: "Threads to compute with. No result depends on it.")
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 {
      throw ValidationError("--threads is \(threads); it must be 1 or more.")
    }
  }

  /// Sets what the whole process shares.
  ///
  /// - Throws: ``UsageError`` where the environment asks for instructions that are not there.
  func apply() throws {
    if let name = InstructionSet.refusedRequest {
      let sets = InstructionSet.allCases.filter(\.isAvailable).map { "\($0)" }
      throw UsageError(
        """
        LSTM_INSTRUCTION_SET is \(name.quotedForMessage), but this processor has \
        \(sets.joined(separator: ", ")): set it to one of these, or unset it to use the widest.
        """)
    }
    if let threads { Threads.count = threads }
  }

  /// Prints a JSON document.
  func print(_ value: JSONValue) throws {
    try Terminal.print(try value.text(.pretty))
  }

  /// Says what was found about the data of a training.
  func report(_ lines: [String]) {
    if !quiet { Terminal.report(lines.joined(separator: "\n") + "\n") }
  }

  /// Says what a training came to, and what to try next; a stopped one ends the command as Ctrl-C does.
  func conclude(json: JSONValue, text: String, wasInterrupted: Bool, next: String) throws {
    if self.json {
      try print(json)
    } else if !quiet {
      Terminal.report(text + "\n")
      if !wasInterrupted { Terminal.report("Try: \(next)\n") }
    }
    if wasInterrupted { throw ExitCode(FailureKind.interrupted.rawValue) }
  }
}
