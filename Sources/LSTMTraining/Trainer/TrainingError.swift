import LSTMTensor

/// Why a training could not go on.
public enum TrainingError: ReportableError, Equatable {
  /// A loss or gradient that is infinite or not a number; `savedStep` has a good checkpoint.
  case notFinite(step: Int, tensor: String, learningRate: Float, savedStep: Int?)
  /// The loss grew far beyond where it began; `savedStep` has a good checkpoint.
  case diverged(step: Int, loss: Double, from: Double, learningRate: Float, savedStep: Int?)
  /// The checkpoint is of another run.
  case otherRun(key: String, saved: String, wanted: String)
  /// There is nothing to learn from.
  case noBatches
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
    case .notFinite(let step, let tensor, let rate, let savedStep):
      """
      step \(step): \(tensor) is not a finite number, so training cannot go on.\(kept(savedStep)) \
      Try a smaller learning rate, such as --learning-rate \(smaller(rate)) with --force.
      """
    case .diverged(let step, let loss, let start, let rate, let savedStep):
      """
      step \(step): training diverged: the loss rose to \(rounded(loss)) from \(rounded(start)) at \
      the start.\(kept(savedStep)) Try a smaller learning rate, such as --learning-rate \
      \(smaller(rate)) with --force.
      """
    case .otherRun("data", _, _):
      """
      the run to resume was started with other data. Resume with the files of the first run, as they \
      were, or start anew with --force.
      """
    case .otherRun(let key, let saved, let wanted):
      """
      the run to resume was started with \(key) \(saved), but now \(key) is \(wanted). Resume with \
      the options of the first run, or start anew with --force.
      """
    case .noBatches:
      "the training data have no batch. Use more data, or a smaller batch."
    case .incompleteCheckpoint(let what):
      "the checkpoint lacks \(what). Start anew with --force."
    }
  }

  private func kept(_ step: Int?) -> String {
    step.map { " The checkpoint of step \($0) is kept." } ?? ""
  }

  /// A rate well below one that failed; far off, one that usually works.
  private func smaller(_ rate: Float) -> String {
    guard rate <= 1 else { return "0.002" }
    let round: [Float] = [0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005, 0.0002, 0.0001]
    return "\(round.first { $0 <= rate / 4 } ?? rate / 10)"
  }

  private func rounded(_ value: Double) -> String {
    abs(value) < 1e6 ? "\((value * 1000).rounded() / 1000)" : "\(Float(value))"
  }
}
