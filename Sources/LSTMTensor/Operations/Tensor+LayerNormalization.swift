import CLSTMKernels

extension Tensor {
  /// Normalises every row to mean 0 and variance 1, then scales and shifts it (Ba and others 2016).
  ///
  /// - Parameters:
  ///   - scale: [F].
  ///   - shift: [F].
  ///   - epsilon: added to the variance.
  public func layerNormalized(scale: Tensor, shift: Tensor, epsilon: Float) -> Tensor {
    let (rows, columns, shape) = (shape.rowCount, shape.columnCount, shape)
    precondition(scale.count == columns && shift.count == columns, "scale for rows of \(columns)")
    let (x, gain) = (detached, scale.detached)
    let y = Tensor(uninitialized: shape)
    let (means, inverses) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
    clstm_layer_norm_forward(
      x.pointer, gain.pointer, shift.pointer, y.freshPointer, means.freshPointer,
      inverses.freshPointer, epsilon, rows, columns)
    withExtendedLifetime(shift) {}
    return y.recorded(from: [self, scale, shift]) { upstream in
      let gradient = Tensor(uninitialized: shape)
      let (scaleGradient, shiftGradient) = (Tensor.zeros([columns]), Tensor.zeros([columns]))
      clstm_layer_norm_backward(
        x.pointer, gain.pointer, means.pointer, inverses.pointer, upstream.pointer,
        gradient.freshPointer, scaleGradient.freshPointer, shiftGradient.freshPointer, rows, columns
      )
      return [.dense(gradient), .dense(scaleGradient), .dense(shiftGradient)]
    }
  }
}
