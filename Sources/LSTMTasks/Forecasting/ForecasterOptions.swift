import LSTMTensor
import LSTMTraining

/// How a forecaster is trained; every part has a default that gives a good model.
public struct ForecasterOptions: TaskOptions, Sendable {
  /// Values ahead, H; `nil`: a season, of series without one 10.
  public var horizon: Int?
  /// Values back that a forecast is made from, L; `nil`: 14 seasons, fewer for short series.
  public var lookback: Int?
  /// What the values are turned into before; `nil`: as they are, their square roots or their logarithms, whichever is best
  /// on the validation part.
  public var transform: ForecastTransform?
  /// What the next value follows, given all before: networks then draw the future step by step (DeepAR); `nil`: they say
  /// the quantiles of all steps at once.
  public var distribution: OutputDistribution?
  /// Kind of the recurrent layers.
  public var cell: CellKind = .lstm
  /// Units of a layer; `nil`: 128, with a ``distribution`` 40.
  public var hiddenSize: Int?
  /// Recurrent layers.
  public var layerCount = 1
  /// Probability of dropping a value, in training; `nil`: 0.5, with a ``distribution`` 0.3.
  public var dropout: Float?
  /// Networks of each kind, trained together; 0: only simple forecasts.
  public var memberCount = 1
  /// Windows in a batch, N.
  public var batchSize = 64
  /// The share of each series, its end, that choices are made on and intervals are measured on.
  public var validationFraction = 0.2

  /// How weights follow gradients.
  public var optimizer: OptimizerKind = .adamw
  /// Learning rate after the warm-up; `nil`: 0.001, with a ``distribution`` 0.003.
  public var learningRate: Float?
  /// Same seed, same bits.
  public var seed: UInt64 = 1
  /// Epochs without a better validation before training stops; `nil`: it does not stop early.
  public var patience: Int?
  /// The end of training, whichever comes first; nothing: four passes over the windows, 300 to 4000 steps.
  public var budget: (epochs: Int?, steps: Int?, minutes: Double?) = (nil, nil, nil)

  /// Whether networks draw the future step by step.
  private var isStepwise: Bool { distribution != nil }
  /// The hidden size, said or not.
  var units: Int { hiddenSize ?? (isStepwise ? 40 : 128) }
  /// The dropout rate, said or not.
  var dropoutRate: Float { dropout ?? (isStepwise ? 0.3 : 0.5) }

  /// Passes over the windows, and the steps that they may be.
  static let passes = 4
  static let stepLimits = 300...4000

  /// The defaults.
  public init() {}

  /// The options in the trainer's words.
  ///
  /// - Parameter windowCount: of the training part.
  func training(windowCount: Int) -> TrainingOptions {
    let steps = min(
      max(Self.passes * windowCount / max(1, batchSize), Self.stepLimits.lowerBound),
      Self.stepLimits.upperBound)
    return TrainingOptions(
      budget: TrainingBudget(
        epochs: budget.epochs, steps: isOpenEnded ? steps : budget.steps, minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate ?? (isStepwise ? 0.003 : 0.001), seed: seed,
      patience: patience)
  }
}
