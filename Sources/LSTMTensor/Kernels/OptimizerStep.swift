import CLSTMKernels

/// One step of an optimiser: a rule with its numbers, ready for any parameter.
package struct OptimizerStep: Sendable {
  private enum Rule: Sendable {
    case adam(clstm_adam)
    case sgd(clstm_sgd)
    case rmsprop(clstm_rmsprop)
  }

  private let rule: Rule

  /// Adam or AdamW (Kingma and Ba 2015; Loshchilov and Hutter 2019); remembers two moments.
  ///
  /// - Parameters:
  ///   - decay: decoupled weight decay.
  ///   - penalty: L2 penalty, added to the gradient.
  ///   - corrections: 1 − β₁ᵗ and 1 − β₂ᵗ.
  package static func adam(
    learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, decay: Float, penalty: Float,
    corrections: (Float, Float)
  ) -> OptimizerStep {
    var options = clstm_adam()
    options.learning_rate = learningRate
    options.beta1 = beta1
    options.beta2 = beta2
    options.epsilon = epsilon
    options.decay = decay
    options.penalty = penalty
    (options.correction1, options.correction2) = corrections
    return OptimizerStep(rule: .adam(options))
  }

  /// Stochastic gradient descent; remembers a velocity, or nothing without momentum.
  package static func sgd(
    learningRate: Float, momentum: Float, dampening: Float, penalty: Float, isNesterov: Bool,
    isFirst: Bool
  ) -> OptimizerStep {
    var options = clstm_sgd()
    options.learning_rate = learningRate
    options.momentum = momentum
    options.dampening = dampening
    options.penalty = penalty
    options.nesterov = isNesterov ? 1 : 0
    options.first_step = isFirst ? 1 : 0
    return OptimizerStep(rule: .sgd(options))
  }

  /// RMSprop (Tieleman and Hinton 2012; the centred form of Graves 2013); remembers the mean of
  /// squares, then the mean if centred, then a velocity if there is momentum.
  package static func rmsprop(
    learningRate: Float, smoothing: Float, epsilon: Float, momentum: Float, penalty: Float,
    isCentered: Bool
  ) -> OptimizerStep {
    var options = clstm_rmsprop()
    options.learning_rate = learningRate
    options.smoothing = smoothing
    options.epsilon = epsilon
    options.momentum = momentum
    options.penalty = penalty
    options.centered = isCentered ? 1 : 0
    return OptimizerStep(rule: .rmsprop(options))
  }

  /// Changes a parameter and what the rule remembers of it.
  ///
  /// A sparse gradient counts as the dense one that it stands for; where the other rows would stay
  /// as they are, only its own are visited.
  package func apply(to parameter: inout Tensor, gradient: Gradient, memory: inout [Tensor]) {
    if case .sparse(let rows) = gradient, leavesOtherRows, memory.isEmpty {
      apply(to: &parameter, rows: rows)
    } else {
      apply(to: &parameter, gradient: gradient.dense, memory: &memory)
    }
  }

  /// Whether an element whose gradient is zero stays, given that nothing is remembered.
  private var leavesOtherRows: Bool {
    if case .sgd(let options) = rule { options.penalty == 0 } else { false }
  }

  private func apply(to parameter: inout Tensor, gradient: Tensor, memory: inout [Tensor]) {
    precondition(parameter.shape == gradient.shape, "gradient of \(gradient.shape)")
    let base = OptimizerMemory(&parameter)
    let kept = memory.indices.map { OptimizerMemory(&memory[$0]) }
    OptimizerMemory.forEachPiece(of: gradient) { at, count in
      run(base.pointer + at, gradient.pointer + at, kept.map { $0.pointer + at }, count: count)
    }
  }

  private func apply(to parameter: inout Tensor, rows: SparseRows) {
    let columns = parameter.shape.columnCount
    let base = OptimizerMemory(&parameter)
    for (place, row) in rows.indices.enumerated() {
      run(
        base.pointer + Int(row) * columns, rows.values.pointer + place * columns, [],
        count: columns)
    }
    withExtendedLifetime(rows) {}
  }

  private func run(
    _ parameter: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>,
    _ memory: [UnsafeMutablePointer<Float>], count: Int
  ) {
    switch rule {
    case .adam(var options):
      clstm_adam_step(&options, parameter, gradient, memory[0], memory[1], count)
    case .sgd(var options):
      clstm_sgd_step(&options, parameter, gradient, memory.first, count)
    case .rmsprop(var options):
      let means = options.centered != 0 ? 2 : 1
      clstm_rmsprop_step(
        &options, parameter, gradient, memory[0], means > 1 ? memory[1] : nil,
        memory.count > means ? memory[means] : nil, count)
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
