import LSTMLayers
import LSTMTensor

/// Adam (Kingma and Ba 2015), and AdamW, whose weight decay stays out of the moments (Loshchilov and
/// Hutter 2019).
public struct Adam: Optimizer {
  /// Memory of the mean of gradients.
  public let beta1: Float
  /// Memory of the mean of their squares.
  public let beta2: Float
  /// Added to the root of the mean square.
  public let epsilon: Float
  /// How strongly parameters are pulled to zero.
  public let weightDecay: Float
  /// Whether the pull stays out of the moments (AdamW).
  public let isDecoupled: Bool
  /// Steps taken.
  public var stepCount = 0
  /// The two moments of each parameter.
  public var memory = OptimizerState()
  /// The two moments.
  public var tensorsPerParameter: Int { 2 }

  /// Adam; with `isDecoupled` AdamW.
  public init(
    beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0,
    isDecoupled: Bool = false
  ) {
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    self.isDecoupled = isDecoupled
  }

  /// Changes a model by one step.
  ///
  /// A sparse gradient counts as the dense one that it stands for.
  public mutating func update<Model: Module>(
    _ model: inout Model, with gradients: Gradients, learningRate: Float
  ) {
    stepCount += 1
    let step = OptimizerStep.adam(
      learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
      decay: isDecoupled ? weightDecay : 0, penalty: isDecoupled ? 0 : weightDecay,
      corrections: (correction(beta1), correction(beta2)))
    take(step, with: gradients, in: &model)
  }

  /// 1 − βᵗ, by multiplication: the same bits on every system.
  private func correction(_ beta: Float) -> Float {
    var (power, base, count) = (1.0, Double(beta), stepCount)
    while count > 0 {
      if count & 1 == 1 { power *= base }
      base *= base
      count >>= 1
    }
    return Float(1 - power)
  }
}
