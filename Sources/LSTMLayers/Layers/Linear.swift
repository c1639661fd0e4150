import LSTMTensor

/// y = x Wᵀ + b.
public struct Linear: Module {
  /// [O, I].
  public var weight: Tensor
  /// [O].
  public var bias: Tensor?

  /// A layer with new weights, uniform in ±1/√I.
  public init(
    inputSize: Int, outputSize: Int, hasBias: Bool = true, using random: inout RandomGenerator
  ) {
    let initializer = Initializer.uniformByHiddenSize
    weight = initializer.tensor([outputSize, inputSize], hiddenSize: inputSize, using: &random)
    bias =
      hasBias ? initializer.tensor([outputSize], hiddenSize: inputSize, using: &random) : nil
  }

  /// A layer from its weights.
  public init(weight: Tensor, bias: Tensor?) {
    self.weight = weight
    self.bias = bias
  }

  /// Applies the layer to every row [.., I].
  public func callAsFunction(_ input: Tensor) -> Tensor {
    input.linear(weight: weight, bias: bias)
  }

  /// The mean cross-entropy of the layer's outputs as logits, in nats, in one operation: for a loss over a large
  /// vocabulary.
  ///
  /// - Parameters:
  ///   - input: [.., I].
  ///   - targets: one class in `0..<O` a row, −1 for a row that does not count.
  public func crossEntropy(_ input: Tensor, targets: TokenIDs) -> Tensor {
    input.crossEntropy(weight: weight, bias: bias, targets: targets)
  }

  /// Visits the weight, then the bias.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("weight", &weight)
    if var bias {
      try visit("bias", &bias)
      self.bias = bias
    }
  }
}
