import LSTMTensor

/// Why a training could not go on.
public enum TrainingError: ReportableError, Equatable {
  /// A loss or gradient that is infinite or not a number.
  case notFinite(step: Int, tensor: String, learningRate: Float)
  /// The loss grew far beyond where it began.
  case diverged(step: Int, loss: Double, from: Double, learningRate: Float)
  /// The checkpoint is of another run.
  case otherRun(key: String, saved: String, wanted: String)
  /// The checkpoint lacks something.
  case incompleteCheckpoint(String)

  /// Bad data, or a wrong request where the run is another one.
  public var kind: FailureKind {
    if case .otherRun = self { return .usage }
    return .badData
  }

  /// The step, the tensor, what to do.
  public var description: String {
    switch self {
    case .notFinite(let step, let tensor, let rate):
      """
      step \(step): \(tensor) is not a finite number, so training cannot go on. The last good \
      checkpoint is kept. Try a smaller learning rate, such as --learning-rate \(smaller(rate)).
      """
    case .diverged(let step, let loss, let start, let rate):
      """
      step \(step): training diverged: the loss rose to \(rounded(loss)) from \(rounded(start)) at \
      the start. The last good checkpoint is kept. Try a smaller learning rate, such as \
      --learning-rate \(smaller(rate)).
      """
    case .otherRun(let key, let saved, let wanted):
      """
      the run to resume was started with \(key) \(saved), but now \(key) is \(wanted). Resume with \
      the options of the first run, or start anew with --force.
      """
    case .incompleteCheckpoint(let what):
      "the checkpoint lacks \(what). Start anew with --force."
    }
  }

  private func smaller(_ rate: Float) -> String { rate > 0.02 ? "0.002" : "\(rate / 10)" }
  private func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
}
