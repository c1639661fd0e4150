/// How a training runs, whatever the task.
public struct TrainingOptions: Sendable {
  /// When it ends.
  public var budget: TrainingBudget
  /// The optimiser.
  public var optimizer: OptimizerKind
  /// Learning rate at full height.
  public var learningRate: Float
  /// How the learning rate changes.
  public var schedule: Schedule
  /// The most that the norm of all gradients may be; `nil`: any.
  public var clipNorm: Float?
  /// Names every random mask.
  public var seed: UInt64
  /// Validations without a better result before the run stops; `nil`: it does not stop early.
  public var patience: Int?
  /// Between two checkpoints, beside those after each epoch.
  public var checkpointSeconds: Double
  /// The most that an element of a gradient may be, before the norm is limited; `nil`: any.
  public var clipValue: Float?
  /// Which weights are averaged; `nil`: none.
  public var averaging: WeightAveraging?

  /// Options with usual values.
  public init(
    budget: TrainingBudget, optimizer: OptimizerKind = .adamw, learningRate: Float? = nil,
    schedule: Schedule = .warmUpCosine(warmUp: 0.02, final: 0), clipNorm: Float? = 1,
    seed: UInt64 = 1, patience: Int? = nil, checkpointSeconds: Double = 60,
    clipValue: Float? = nil, averaging: WeightAveraging? = nil
  ) {
    self.budget = budget
    self.optimizer = optimizer
    self.learningRate = learningRate ?? optimizer.usualLearningRate
    self.schedule = schedule
    self.clipNorm = clipNorm
    self.seed = seed
    self.patience = patience
    self.checkpointSeconds = checkpointSeconds
    self.clipValue = clipValue
    self.averaging = averaging
  }
}
