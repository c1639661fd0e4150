import LSTMLayers
import LSTMTensor

/// Stochastic gradient descent, with momentum if wanted.
///
/// Without momentum and weight decay a sparse gradient moves only its rows.
public struct SGD: Optimizer {
  /// Share of the last step's direction that is kept.
  public let momentum: Float
  /// Share of the gradient that momentum leaves out.
  public let dampening: Float
  /// L2 penalty.
  public let weightDecay: Float
  /// Whether the gradient is taken ahead, where momentum leads (Nesterov 1983).
  public let isNesterov: Bool
  /// Steps taken.
  public var stepCount = 0
  /// The velocity of each parameter.
  public var memory = OptimizerState()
  /// The velocity, if there is momentum.
  public var tensorsPerParameter: Int { momentum == 0 ? 0 : 1 }

  /// Gradient descent.
  public init(
    momentum: Float = 0, dampening: Float = 0, weightDecay: Float = 0, isNesterov: Bool = false
  ) {
    self.momentum = momentum
    self.dampening = dampening
    self.weightDecay = weightDecay
    self.isNesterov = isNesterov
  }

  /// Changes a model by one step.
  public mutating func update<Model: Module>(
    _ model: inout Model, with gradients: Gradients, learningRate: Float
  ) {
    stepCount += 1
    let step = OptimizerStep.sgd(
      learningRate: learningRate, momentum: momentum, dampening: dampening, penalty: weightDecay,
      isNesterov: isNesterov, isFirst: stepCount == 1)
    take(step, with: gradients, in: &model)
  }
}
