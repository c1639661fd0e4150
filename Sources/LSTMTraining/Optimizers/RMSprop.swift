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
  /// Mean square, mean and velocity of each parameter.
  public var memory = OptimizerState()
  /// Mean square, mean and velocity.
  public var tensorsPerParameter: Int { 3 }

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
    var memory = memory
    self.memory = OptimizerState()
    let step = RMSpropStep(
      learningRate: learningRate, smoothing: smoothing, epsilon: epsilon, momentum: momentum,
      penalty: weightDecay, isCentered: isCentered)
    Self.forEachGradient(of: &model, gradients) { path, parameter, gradient in
      memory.update(path, count: tensorsPerParameter, shape: parameter.shape) { tensors in
        var velocity = tensors.removeLast()
        var mean = tensors.removeLast()
        var square = tensors.removeLast()
        step.apply(
          to: &parameter, gradient: gradient.dense, square: &square, mean: &mean,
          velocity: &velocity)
        tensors = [square, mean, velocity]
      }
    }
    self.memory = memory
  }
}
