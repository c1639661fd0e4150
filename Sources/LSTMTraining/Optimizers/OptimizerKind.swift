/// The optimisers by name.
public enum OptimizerKind: String, Sendable, CaseIterable {
  /// ``SGD`` without momentum.
  case sgd
  /// ``SGD`` with momentum 0.9.
  case momentum
  /// ``Adam``.
  case adam
  /// ``Adam`` with decoupled weight decay 0.01.
  case adamw
  /// ``RMSprop``.
  case rmsprop

  /// The optimiser with its usual options.
  public func optimizer() -> any Optimizer {
    switch self {
    case .sgd: SGD()
    case .momentum: SGD(momentum: 0.9)
    case .adam: Adam()
    case .adamw: Adam(weightDecay: 0.01, isDecoupled: true)
    case .rmsprop: RMSprop()
    }
  }

  /// A learning rate that usually works.
  public var usualLearningRate: Float {
    switch self {
    case .sgd: 1
    case .momentum: 0.1
    case .adam, .adamw, .rmsprop: 0.002
    }
  }
}
