import LSTMTraining

/// What the options of every task say about its training.
public protocol TaskOptions {
  /// How weights follow gradients.
  var optimizer: OptimizerKind { get set }
  /// Learning rate after the warm-up; `nil`: what is usual for the task.
  var learningRate: Float? { get set }
  /// Same seed, same bits.
  var seed: UInt64 { get set }
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  var patience: Int? { get set }
  /// The end of training, whichever comes first; nothing: what is usual for the task.
  var budget: (epochs: Int?, steps: Int?, minutes: Double?) { get set }
}

extension TaskOptions {
  /// Whether no end of training is set.
  var isOpenEnded: Bool {
    budget.epochs == nil && budget.steps == nil && budget.minutes == nil
  }
}
