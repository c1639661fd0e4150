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

  /// The cross-entropy −log p(target) of every row of logits, in nats; 0 where the target is negative.
  ///
  /// - Parameter targets: one class a row, in `0..<V`, or −1 for a row that does not count.
  /// - Returns: [rows], not differentiable.
  public func crossEntropies(targets: TokenIDs) -> Tensor {
    crossEntropyParts(targets).losses
  }

  /// The mean cross-entropy of rows of logits [.., V], in nats, a scalar: softmax and logarithm in one
  /// operation.
  ///
  /// - Parameter targets: one class a row, in `0..<V`, or −1 for a row that does not count.
  public func crossEntropy(targets: TokenIDs) -> Tensor {
    let (losses, maxima, logsums) = crossEntropyParts(targets)
    let (rows, columns, shape, logits) = (shape.rowCount, shape.columnCount, shape, detached)
    let counted = targets.values.count { $0 >= 0 }
    let share = 1 / Float(max(1, counted))
    let mean = Tensor(clstm_sum(losses.pointer, rows) * share)
    withExtendedLifetime(losses) {}
    return mean.recorded(from: self) { upstream in
      let gradient = Tensor(uninitialized: shape)
      let scale = upstream.scalar * share
      Share.pieces(of: rows, grain: max(1, 4096 / columns)) { range in
        clstm_cross_entropy_backward(
          logits.pointer, targets.values, maxima.pointer, logsums.pointer, scale,
          gradient.freshPointer, range.lowerBound, range.upperBound, columns)
      }
      return gradient
    }
  }

  private func crossEntropyParts(
    _ targets: TokenIDs
  ) -> (losses: Tensor, maxima: Tensor, logsums: Tensor) {
    let (rows, columns, logits) = (shape.rowCount, shape.columnCount, detached)
    precondition(
      targets.values.count == rows && targets.values.allSatisfy { Int($0) < columns },
      "\(targets.values.count) targets for logits \(shape)")
    let (losses, maxima) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
    let logsums = Tensor(uninitialized: [rows])
    Share.pieces(of: rows, grain: max(1, 4096 / columns)) { range in
      clstm_cross_entropy_forward(
        logits.pointer, targets.values, losses.freshPointer, maxima.freshPointer,
        logsums.freshPointer, range.lowerBound, range.upperBound, columns)
    }
    return (losses, maxima, logsums)
  }
}
