import LSTMTensor

/// What can be wrong with the cutting of data into batches.
public enum BatchError: ReportableError, Equatable {
  /// The number of sequences side by side is not positive.
  case batchSize(Int)
  /// The number of steps in a window is not positive.
  case sequenceLength(Int)
  /// There are fewer tokens than one full window takes; `needed` is `nil` where that overflows.
  case tooFewTokens(found: Int, needed: Int?, batchSize: Int, sequenceLength: Int)
  /// A saved position is not in the data.
  case position(ContiguousBatches.Position, windowCount: Int)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .batchSize, .sequenceLength: .usage
    case .tooFewTokens, .position: .badData
    }
  }

  /// What was found, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .batchSize(let size):
      "The batch size is \(size); expected a number from 1."
    case .sequenceLength(let length):
      "The sequence length is \(length); expected a number from 1."
    case .tooFewTokens(let found, let needed, let batchSize, let sequenceLength):
      "The data has \(found) token\(found == 1 ? "" : "s"); \(batchSize) streams of "
        + "\(sequenceLength) steps need \(needed.map(String.init) ?? "more than can be counted"). "
        + "Use more data, or a smaller --batch-size or --sequence-length."
    case .position(let position, let windowCount):
      "The saved position is window \(position.window) of epoch \(position.epoch); expected a window "
        + "from 0 to \(windowCount - 1). Resume with the data and sizes that the run began with."
    }
  }
}
