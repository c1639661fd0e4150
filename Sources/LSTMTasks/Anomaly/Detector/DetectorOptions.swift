import LSTMTraining

/// How a detector is trained; every part has a default that gives a good model.
public struct DetectorOptions: Sendable {
  /// The class that is normal, the only one learned from; `nil`: the most frequent.
  public var normalClass: String?
  /// Steps of a window over series, T, where rows have a length of their own; `nil`: a season, without one 64.
  public var sequenceLength: Int?
  /// Kind of the recurrent layers.
  public var cell: CellKind = .lstm
  /// Units of a layer.
  public var hiddenSize = 64
  /// Recurrent layers of the encoder, and of the decoder.
  public var layerCount = 1
  /// Values that stand for a whole sequence; with many of them what is unlike the normal is given back, too.
  public var latentSize = 8
  /// Networks, trained side by side, whose errors add up.
  public var memberCount = 4
  /// Sequences in a batch, N.
  public var batchSize = 32
  /// The share of the normal data that is held out: weights are chosen and errors are measured on it.
  public var validationFraction = 0.2

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.005, of optimisers without moments what is usual.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: 1000 steps.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  /// Steps where no end is set.
  static let usualSteps = 1000

  /// The defaults.
  public init() {}

  /// The options in the trainer's words.
  var training: TrainingOptions {
    let isOpen = budget.epochs == nil && budget.steps == nil && budget.minutes == nil
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: budget.epochs, steps: isOpen ? Self.usualSteps : budget.steps,
        minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate ?? max(0.005, optimizer.usualLearningRate),
      seed: seed, patience: patience)
  }
}
