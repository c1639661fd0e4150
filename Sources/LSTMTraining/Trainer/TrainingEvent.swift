/// What happens in a training: the progress bar, the log and later the web page all draw from these.
public enum TrainingEvent: Sendable {
  /// The run begins.
  case started(parameterCount: Int, batchesPerEpoch: Int, stepLimit: Int?)
  /// The run goes on from a checkpoint; the warning tells that a newer one was damaged.
  case resumed(step: Int, warning: String?)
  /// A step is done.
  case step(TrainingStep)
  /// The model was validated.
  case validated(
    epoch: Int, step: Int, trainingLoss: Double, result: ValidationResult, isBest: Bool)
  /// From here on the weights are averaged.
  case averaging(step: Int)
  /// Something to look at.
  case sample(epoch: Int, text: String)
  /// A checkpoint was written.
  case saved(step: Int)
  /// The run is over.
  case finished(TrainingSummary)
}

/// One training step.
public struct TrainingStep: Sendable {
  /// From one.
  public var step: Int
  /// From zero.
  public var epoch: Int
  /// Of this batch.
  public var loss: Double
  /// Smoothed over the last steps.
  public var smoothedLoss: Double
  /// Of this step.
  public var learningRate: Double
  /// Of all gradients, before clipping.
  public var gradientNorm: Double
  /// Units (tokens, rows) a second since the run began or went on.
  public var unitsPerSecond: Double
  /// Share of the budget that is used, 0…1.
  public var progress: Double
  /// Until the budget ends.
  public var secondsLeft: Double
}

/// Why a run ended.
public enum StopReason: String, Sendable {
  /// Epochs, steps or minutes are used up.
  case budget
  /// Validation got no better for as many epochs as patience allows.
  case patience
  /// Somebody asked for it.
  case interrupted
}

/// A run in figures.
public struct TrainingSummary: Sendable {
  /// Why it ended.
  public var reason: StopReason
  /// Steps in all.
  public var steps: Int
  /// Passes over the data, the last perhaps a part.
  public var epochs: Double
  /// Units (tokens, rows) a second, validation and saving left out.
  public var unitsPerSecond: Double
  /// In all, earlier parts of a resumed run included.
  public var seconds: Double
  /// Smoothed over the last steps.
  public var trainingLoss: Double
  /// Best validation loss.
  public var bestLoss: Double?
  /// Step of the best validation.
  public var bestStep: Int?
}
