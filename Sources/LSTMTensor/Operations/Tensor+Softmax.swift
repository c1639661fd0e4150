import CLSTMKernels

extension Tensor {
  /// The softmax of every row.
  public func softmax() -> Tensor {
    let (rows, columns, shape) = (shape.rowCount, shape.columnCount, shape)
    let p = Tensor(uninitialized: shape)
    clstm_softmax(pointer, p.freshPointer, rows, columns)
    return p.recorded(from: self) { upstream in
      let gradient = Tensor(uninitialized: shape)
      clstm_softmax_backward(p.pointer, upstream.pointer, gradient.freshPointer, rows, columns)
      return gradient
    }
  }
}
