import LSTMTensor

extension Tensor {
  /// Of states [L, R, size] those of some of the sequences, in any order and number R′: [L, R′, size].
  func sequences(_ order: [Int32]) -> Tensor {
    let (layers, rows, size) = (shape[0], shape[1], shape[2])
    let all = (0..<layers).flatMap { layer in order.map { Int32(layer * rows) + $0 } }
    return reshaped(to: [layers * rows, size]).permutingRows(all)
      .reshaped(to: [layers, order.count, size])
  }
}
