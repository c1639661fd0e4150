import LSTMLayers
import LSTMTensor

/// RMSprop (Tieleman and Hinton 2012), centred and with momentum if wanted (Graves 2013).
public struct RMSprop: Optimizer {
  /// Memory of the mean of squared gradients.
  public let smoothing: Float
  /// Added to the root of the mean square.
  public let epsilon: Float
  /// Share of the last step that is kept.
  public let momentum: Float
  /// L2 penalty.
  public let weightDecay: Float
  /// Whether the squared mean is taken off the mean square.
  public let isCentered: Bool
  /// Steps taken.
  public var stepCount = 0
  /// What is kept of each parameter: the mean square, the mean if centred, the velocity if there is
  /// momentum.
  public var memory = OptimizerState()
  /// One, and one more for each option that needs it.
  public var tensorsPerParameter: Int { 1 + (isCentered ? 1 : 0) + (momentum > 0 ? 1 : 0) }

  /// RMSprop.
  public init(
    smoothing: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0, weightDecay: Float = 0,
    isCentered: Bool = false
  ) {
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    self.isCentered = isCentered
  }

  /// Changes a model by one step.
  ///
  /// A sparse gradient counts as the dense one that it stands for.
  public mutating func update<Model: Module>(
    _ model: inout Model, with gradients: Gradients, learningRate: Float
  ) {
    stepCount += 1
    let step = OptimizerStep.rmsprop(
      learningRate: learningRate, smoothing: smoothing, epsilon: epsilon, momentum: momentum,
      penalty: weightDecay, isCentered: isCentered)
    take(step, with: gradients, in: &model)
  }
}
