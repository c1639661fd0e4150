import CLSTMKernels

extension Tensor {
  /// x · Wᵀ + b for every row of x.
  ///
  /// - Parameters:
  ///   - weight: [O, I].
  ///   - bias: [O], or nothing.
  /// - Returns: this tensor's shape with O in place of I.
  public func linear(weight: Tensor, bias: Tensor? = nil) -> Tensor {
    let (rows, inputs, outputs) = (shape.rowCount, shape.columnCount, weight.shape[0])
    precondition(
      weight.shape.rank == 2 && weight.shape[1] == inputs,
      "weight \(weight.shape) for input \(shape)")
    let (x, w, own) = (detached, weight.detached, shape)
    let y = Tensor(uninitialized: shape.replacingLast(with: outputs))
    Product.multiply(
      m: rows, n: outputs, k: inputs, MatrixOperand(x.pointer, columns: inputs),
      MatrixOperand(w.pointer, columns: inputs).transposed, into: y.freshPointer,
      rowStride: outputs, start: bias.map { .bias($0.pointer) } ?? .zero)
    withExtendedLifetime(bias) {}
    let wantsInput = isTracked
    return y.recorded(from: [self, weight] + (bias.map { [$0] } ?? [])) { upstream in
      let weightGradient = upstream.weightGradient(ofInput: x)
      let up = MatrixOperand(upstream.pointer, columns: outputs)
      var inputGradient: Gradient?
      if wantsInput {
        let gradient = Tensor(uninitialized: own)
        Product.multiply(
          m: rows, n: inputs, k: outputs, up, MatrixOperand(w.pointer, columns: inputs),
          into: gradient.freshPointer, rowStride: inputs)
        inputGradient = .dense(gradient)
      }
      return [inputGradient, .dense(weightGradient), .dense(upstream.columnSums())]
    }
  }

  /// The gradient of a linear layer's weight [O, I], where this is the gradient of its outputs, [.., O]: one product over all
  /// rows.
  ///
  /// - Parameter input: what came in, [.., I].
  package func weightGradient(ofInput input: Tensor) -> Tensor {
    let (rows, inputs, outputs) = (
      input.shape.rowCount, input.shape.columnCount, shape.columnCount
    )
    let result = Tensor(uninitialized: [outputs, inputs])
    Product.multiply(
      m: outputs, n: inputs, k: rows, MatrixOperand(pointer, columns: outputs).transposed,
      MatrixOperand(input.pointer, columns: inputs), into: result.freshPointer, rowStride: inputs)
    withExtendedLifetime((self, input)) {}
    return result
  }
}
