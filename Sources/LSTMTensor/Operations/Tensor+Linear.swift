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
      let weightGradient = Tensor(uninitialized: w.shape)
      let up = MatrixOperand(upstream.pointer, columns: outputs)
      Product.multiply(
        m: outputs, n: inputs, k: rows, up.transposed, MatrixOperand(x.pointer, columns: inputs),
        into: weightGradient.freshPointer, rowStride: inputs)
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
}
