import CLSTMKernels

/// One step of Adam or AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019).
package struct AdamStep: Sendable {
  package var learningRate: Float
  package var beta1: Float
  package var beta2: Float
  package var epsilon: Float
  /// Decoupled weight decay.
  package var decay: Float
  /// L2 penalty, added to the gradient.
  package var penalty: Float
  /// 1 − β₁ᵗ and 1 − β₂ᵗ.
  package var corrections: (Float, Float)

  package init(
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, penalty: Float,
    corrections: (Float, Float)
  ) {
    self.learningRate = learningRate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    self.penalty = penalty
    self.corrections = corrections
  }

  /// Changes a parameter and its two moments.
  package func apply(
    to parameter: inout Tensor, gradient: Tensor, first: inout Tensor, second: inout Tensor
  ) {
    precondition(parameter.shape == gradient.shape, "gradient of \(gradient.shape)")
    var options = clstm_adam()
    options.learning_rate = learningRate
    options.beta1 = beta1
    options.beta2 = beta2
    options.epsilon = epsilon
    options.decay = decay
    options.penalty = penalty
    (options.correction1, options.correction2) = corrections
    let base = OptimizerMemory(&parameter), m = OptimizerMemory(&first),
      v = OptimizerMemory(&second)
    OptimizerMemory.forEachPiece(of: gradient) { at, count in
      withUnsafePointer(to: options) {
        clstm_adam_step(
          $0, base.pointer + at, gradient.pointer + at, m.pointer + at, v.pointer + at, count)
      }
    }
  }
}

/// One step of stochastic gradient descent, with momentum if there is a velocity.
package struct SGDStep: Sendable {
  package var learningRate: Float
  package var momentum: Float
  package var dampening: Float
  package var penalty: Float
  package var isNesterov: Bool
  package var isFirst: Bool

  package init(
    learningRate: Float, momentum: Float, dampening: Float, penalty: Float, isNesterov: Bool,
    isFirst: Bool
  ) {
    self.learningRate = learningRate
    self.momentum = momentum
    self.dampening = dampening
    self.penalty = penalty
    self.isNesterov = isNesterov
    self.isFirst = isFirst
  }

  private var options: clstm_sgd {
    var options = clstm_sgd()
    options.learning_rate = learningRate
    options.momentum = momentum
    options.dampening = dampening
    options.penalty = penalty
    options.nesterov = isNesterov ? 1 : 0
    options.first_step = isFirst ? 1 : 0
    return options
  }

  /// Changes a parameter; `velocity` is used where there is momentum.
  package func apply(to parameter: inout Tensor, gradient: Tensor, velocity: inout Tensor?) {
    precondition(parameter.shape == gradient.shape, "gradient of \(gradient.shape)")
    let base = OptimizerMemory(&parameter)
    guard var moving = velocity else { return run(base, gradient, nil) }
    velocity = nil
    run(base, gradient, OptimizerMemory(&moving))
    velocity = moving
  }

  private func run(_ base: OptimizerMemory, _ gradient: Tensor, _ velocity: OptimizerMemory?) {
    let options = options
    OptimizerMemory.forEachPiece(of: gradient) { at, count in
      withUnsafePointer(to: options) {
        clstm_sgd_step(
          $0, base.pointer + at, gradient.pointer + at, velocity.map { $0.pointer + at }, count)
      }
    }
  }

  /// Changes only the rows that have a gradient: without momentum and penalty the others stay.
  package func apply(to parameter: inout Tensor, gradient: SparseRows) {
    let columns = parameter.shape.columnCount
    let base = OptimizerMemory(&parameter)
    let options = options
    for (place, row) in gradient.indices.enumerated() {
      withUnsafePointer(to: options) {
        clstm_sgd_step(
          $0, base.pointer + Int(row) * columns, gradient.values.pointer + place * columns, nil,
          columns)
      }
    }
    withExtendedLifetime(gradient) {}
  }
}

/// One step of RMSprop (Tieleman and Hinton 2012; the centred form of Graves 2013).
package struct RMSpropStep: Sendable {
  package var learningRate: Float
  package var smoothing: Float
  package var epsilon: Float
  package var momentum: Float
  package var penalty: Float
  package var isCentered: Bool

  package init(
    learningRate: Float, smoothing: Float, epsilon: Float, momentum: Float, penalty: Float,
    isCentered: Bool
  ) {
    self.learningRate = learningRate
    self.smoothing = smoothing
    self.epsilon = epsilon
    self.momentum = momentum
    self.penalty = penalty
    self.isCentered = isCentered
  }

  /// Changes a parameter and its averages: of squares, of values (if centred), the velocity (if any).
  package func apply(
    to parameter: inout Tensor, gradient: Tensor, square: inout Tensor, mean: inout Tensor,
    velocity: inout Tensor
  ) {
    precondition(parameter.shape == gradient.shape, "gradient of \(gradient.shape)")
    var options = clstm_rmsprop()
    options.learning_rate = learningRate
    options.smoothing = smoothing
    options.epsilon = epsilon
    options.momentum = momentum
    options.penalty = penalty
    options.centered = isCentered ? 1 : 0
    let base = OptimizerMemory(&parameter), s = OptimizerMemory(&square)
    let m = OptimizerMemory(&mean), v = OptimizerMemory(&velocity)
    let (hasMean, hasVelocity) = (isCentered, momentum > 0)
    OptimizerMemory.forEachPiece(of: gradient) { at, count in
      withUnsafePointer(to: options) {
        clstm_rmsprop_step(
          $0, base.pointer + at, gradient.pointer + at, s.pointer + at,
          hasMean ? m.pointer + at : nil, hasVelocity ? v.pointer + at : nil, count)
      }
    }
  }
}

extension Tensor {
  /// Moves every element towards `other`'s: `keeping · x + (1 − keeping) · other`, in place.
  package mutating func average(with other: Tensor, keeping: Float) {
    precondition(shape == other.shape, "shapes \(shape) and \(other.shape) differ")
    let base = OptimizerMemory(&self)
    OptimizerMemory.forEachPiece(of: other) { at, count in
      clstm_scale(base.pointer + at, keeping, 0, base.pointer + at, count)
      clstm_add_scaled(base.pointer + at, other.pointer + at, 1 - keeping, count)
    }
  }
}

/// A tensor's memory, made its own, for the length of one step.
private struct OptimizerMemory {
  let pointer: UnsafeMutablePointer<Float>

  init(_ tensor: inout Tensor) {
    tensor.makeUnique()
    pointer = tensor.freshPointer
  }

  static func forEachPiece(of gradient: Tensor, _ body: (_ at: Int, _ count: Int) -> Void) {
    Share.pieces(of: gradient.count, grain: 1 << 14) { body($0.lowerBound, $0.count) }
    withExtendedLifetime(gradient) {}
  }
}
