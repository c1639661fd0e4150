import LSTMFormats

/// How a training into a folder went, whatever its task.
public protocol TaskTrainingSummary: Sendable {
  /// Whether it was stopped before its end; the folder then holds a checkpoint and no model.
  var wasInterrupted: Bool { get }
  /// The figures, as `lstm train --json` prints them.
  var json: JSONValue { get }
  /// The figures for a reader, in lines.
  var text: String { get }
}
