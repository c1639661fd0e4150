import LSTMTraining

/// How a detector is trained; every part has a default that gives a good model.
public struct DetectorOptions: TaskOptions, Sendable {
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
  /// Of events: whether nothing is learned from their classes, which then only say how good the scores are.
  public var isUnsupervised = false
  /// Of events: days after which the class of one is known to those that come.
  public var labelDelay = 7.0
  /// Of events with classes: how much an anomaly counts beside another event.
  public var anomalyWeight: Float = 5
  /// The share of the normal data that is held out: weights are chosen and errors are measured on it; `nil`: a fifth, of
  /// events, whose last are held out, a tenth.
  public var validationFraction: Double?

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.005, of optimisers without moments what is usual.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: 1000 steps; of events fifty passes over them, 300 to 4000 steps.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  /// Steps where no end is set.
  private static let usualSteps = 1000
  /// Passes over the windows of events where no end is set, and the steps that they may be.
  private static let eventPasses = 50
  private static let eventSteps = 300...4000

  /// The defaults.
  public init() {}

  /// The share that is held out of data of a kind.
  func validationShare(_ kind: DetectorKind) -> Double {
    validationFraction ?? (kind == .events ? 0.1 : 0.2)
  }

  /// The options in the trainer's words.
  ///
  /// - Parameter windowCount: of the training part.
  func training(kind: DetectorKind, windowCount: Int) -> TrainingOptions {
    let passes = Self.eventPasses * windowCount / max(1, batchSize)
    let steps =
      kind == .events
      ? min(max(passes, Self.eventSteps.lowerBound), Self.eventSteps.upperBound) : Self.usualSteps
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: budget.epochs, steps: isOpenEnded ? steps : budget.steps,
        minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate ?? max(0.005, optimizer.usualLearningRate),
      seed: seed, patience: patience)
  }
}
