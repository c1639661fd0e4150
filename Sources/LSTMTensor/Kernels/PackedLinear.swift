import CLSTMKernels

/// A linear layer laid out for products, shared by all who use the model.
package struct PackedLinear: Sendable {
  package let inputSize: Int
  package let outputSize: Int
  let weight: Tensor
  let bias: Tensor

  /// Packs W [O, I] and b [O], for x Wᵀ + b.
  package init(weight: Tensor, bias: Tensor?) {
    (outputSize, inputSize) = (weight.shape[0], weight.shape[1])
    self.weight = Tensor(uninitialized: [clstm_packed_size(inputSize, outputSize)])
    clstm_pack(
      self.weight.freshPointer, weight.pointer, inputSize, outputSize, 1, inputSize)
    self.bias = bias?.detached ?? .zeros([outputSize])
    withExtendedLifetime(weight) {}
  }

  /// Packs W [O, I] for the way back, g W of gradients [.., O].
  package init(back weight: Tensor) {
    (inputSize, outputSize) = (weight.shape[0], weight.shape[1])
    self.weight = Tensor(uninitialized: [clstm_packed_size(inputSize, outputSize)])
    clstm_pack(
      self.weight.freshPointer, weight.pointer, inputSize, outputSize, outputSize, 1)
    bias = .zeros([outputSize])
    withExtendedLifetime(weight) {}
  }

  /// Applies the layer to every row [.., I].
  package func callAsFunction(_ input: Tensor) -> Tensor {
    precondition(input.shape.columnCount == inputSize, "input of shape \(input.shape)")
    let result = Tensor(uninitialized: input.shape.replacingLast(with: outputSize))
    Product.multiply(
      m: input.shape.rowCount, n: outputSize, k: inputSize,
      MatrixOperand(input.pointer, columns: inputSize), packed: weight.pointer,
      into: result.freshPointer, rowStride: outputSize, start: .bias(bias.pointer))
    withExtendedLifetime((self, input)) {}
    return result
  }
}
