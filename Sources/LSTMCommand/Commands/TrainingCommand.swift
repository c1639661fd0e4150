import ArgumentParser
import LSTMKit

/// A command that trains a model of one task into a folder.
protocol TrainingCommand: ParsableCommand {
  associatedtype Summary: TaskTrainingSummary

  /// What models of the task are called in the name of a folder.
  static var task: String { get }
  /// What is counted by the second.
  var unit: String { get }
  /// What the folder is named after where no name is given.
  var source: String { get }
  var output: String? { get }
  var training: TrainingArguments { get }
  var shared: SharedOptions { get }

  /// Trains into the folder.
  func train(into path: String, _ run: TrainingRun) throws -> Summary
  /// A command that uses the model.
  func next(after summary: Summary, path: String) -> String
}

/// What trainings of all tasks are given.
struct TrainingRun {
  /// The command as it was typed.
  let commandLine: [String]
  /// Raised by Ctrl-C.
  let stop: StopSignal
  /// Says what was found about the data.
  let planned: ([String]) -> Void
  /// Shows how the training goes.
  let events: (TrainingEvent) -> Void
}

extension TrainingCommand {
  func run() throws {
    try shared.apply()
    let interruption = Interruption()
    let path = output ?? ModelName.free(for: source, task: Self.task, isTaken: !training.resume)
    let display = TrainingDisplay(isQuiet: shared.quiet, unit: unit)
    let summary = try train(
      into: path,
      TrainingRun(
        commandLine: ["lstm"] + CommandLine.arguments.dropFirst(), stop: interruption.stop,
        planned: shared.report, events: display.show))
    display.finish()
    try shared.conclude(
      json: summary.json, text: summary.text, wasInterrupted: summary.wasInterrupted,
      next: next(after: summary, path: path))
  }
}
