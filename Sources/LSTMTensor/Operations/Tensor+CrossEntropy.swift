import CLSTMKernels

extension Tensor {
  /// The cross-entropy −log p(target) of every row of logits, in nats; 0 where the target is negative.
  ///
  /// - Parameter targets: one class a row, in `0..<V`, or −1 for a row that does not count.
  /// - Returns: [rows], not differentiable.
  public func crossEntropies(targets: TokenIDs) -> Tensor {
    let (rows, columns) = (shape.rowCount, shape.columnCount)
    checkTargets(targets, rows: rows, classes: columns)
    let losses = Tensor(uninitialized: [rows])
    Share.pieces(of: rows, grain: Self.rowGrain(columns)) { range in
      clstm_cross_entropy(
        pointer, targets.values, losses.freshPointer, range.lowerBound, range.upperBound, columns)
    }
    withExtendedLifetime(self) {}
    return losses
  }

  /// The mean cross-entropy of rows of logits [.., V], in nats, a scalar: softmax and logarithm in one
  /// operation.
  ///
  /// - Parameters:
  ///   - targets: one class a row, in `0..<V`, or −1 for a row that does not count.
  ///   - smoothing: ε: the target is its class with 1 − ε, and all classes alike with ε / V each (label smoothing, Szegedy and
  ///     others 2016, "Rethinking the Inception architecture", arXiv:1512.00567, section 7).
  public func crossEntropy(targets: TokenIDs, smoothing: Float = 0) -> Tensor {
    guard isTracked || smoothing > 0 else {
      return crossEntropies(targets: targets).mean(overCounted: targets)
    }
    let record = CrossEntropyRecord(
      detached, targets: targets, smoothing: smoothing, into: Tensor(uninitialized: shape))
    return record.losses.mean(overCounted: targets).recorded(from: self) { upstream in
      let factors = record.factors(upstream: upstream.scalar)
      return record.unscaled.scaledRows(by: factors)
    }
  }

  /// The mean cross-entropy of the logits x · Wᵀ + b, a scalar: the output layer and its loss in one operation.
  ///
  /// The same as `linear(weight:bias:).crossEntropy(targets:)` but for rounding. With a large vocabulary it saves
  /// a third of the passes over the logits, and their gradient is never in memory.
  ///
  /// - Parameters:
  ///   - weight: [V, I].
  ///   - bias: [V], or nothing.
  ///   - targets: one class a row, in `0..<V`, or −1 for a row that does not count.
  ///   - smoothing: the share of a target that goes to all classes alike.
  public func crossEntropy(
    weight: Tensor, bias: Tensor?, targets: TokenIDs, smoothing: Float = 0
  ) -> Tensor {
    let inputs = [self, weight] + (bias.map { [$0] } ?? [])
    let logits = detached.linear(weight: weight.detached, bias: bias?.detached)
    guard inputs.contains(where: \.isTracked) else {
      return logits.crossEntropy(targets: targets, smoothing: smoothing)
    }
    let record = CrossEntropyRecord(
      logits, targets: targets, smoothing: smoothing, into: logits)
    let (x, w, wantsInput) = (detached, weight.detached, isTracked)
    return record.losses.mean(overCounted: targets).recorded(from: inputs) { upstream in
      // The logits' gradient is diag(factors) · unscaled: the small operands take the factors.
      let factors = record.factors(upstream: upstream.scalar)
      let (rows, inputs, classes) = (x.shape.rowCount, x.shape.columnCount, w.shape[0])
      let unscaled = MatrixOperand(record.unscaled.pointer, columns: classes)
      let scaled = x.scaledRows(by: factors)
      let weightGradient = Tensor(uninitialized: w.shape)
      Product.multiply(
        m: classes, n: inputs, k: rows, unscaled.transposed,
        MatrixOperand(scaled.pointer, columns: inputs), into: weightGradient.freshPointer,
        rowStride: inputs)
      withExtendedLifetime(scaled) {}
      var inputGradient: Gradient?
      if wantsInput {
        let product = Tensor(uninitialized: x.shape)
        Product.multiply(
          m: rows, n: inputs, k: classes, unscaled, MatrixOperand(w.pointer, columns: inputs),
          into: product.freshPointer, rowStride: inputs)
        inputGradient = .dense(product.scaledRows(by: factors))
      }
      let biasGradient = record.unscaled.columnSums(factors: factors)
      return [inputGradient, .dense(weightGradient), .dense(biasGradient)]
    }
  }

  /// The mean of losses [rows], over the rows whose target counts.
  private func mean(overCounted targets: TokenIDs) -> Tensor {
    let counted = targets.values.count { $0 >= 0 }
    defer { withExtendedLifetime(self) {} }
    return Tensor(clstm_sum(pointer, count) * (1 / Float(max(1, counted))))
  }

  /// Rows that are worth waking another thread for.
  static func rowGrain(_ columns: Int) -> Int { max(1, 4096 / max(1, columns)) }
}

private func checkTargets(_ targets: TokenIDs, rows: Int, classes: Int) {
  precondition(
    targets.values.count == rows && targets.values.allSatisfy { Int($0) < classes },
    "\(targets.values.count) targets for logits [\(rows), \(classes)]")
}

/// What the gradient of a cross-entropy takes: that of row r's loss is `unscaled[r] ÷ sums[r]`.
private struct CrossEntropyRecord: Sendable {
  let losses: Tensor
  let unscaled: Tensor
  let sums: Tensor
  let counted: Int

  /// - Parameter unscaled: of the logits' shape, or the logits themselves if nobody needs them any more.
  init(_ logits: Tensor, targets: TokenIDs, smoothing: Float, into unscaled: Tensor) {
    let (rows, columns) = (logits.shape.rowCount, logits.shape.columnCount)
    checkTargets(targets, rows: rows, classes: columns)
    let (losses, sums) = (Tensor(uninitialized: [rows]), Tensor(uninitialized: [rows]))
    Share.pieces(of: rows, grain: Tensor.rowGrain(columns)) { range in
      clstm_cross_entropy_recorded(
        logits.pointer, targets.values, losses.freshPointer, unscaled.freshPointer,
        sums.freshPointer, smoothing, range.lowerBound, range.upperBound, columns)
    }
    withExtendedLifetime(logits) {}
    (self.losses, self.sums, self.unscaled) = (losses, sums, unscaled)
    counted = targets.values.count { $0 >= 0 }
  }

  /// upstream ÷ (counted rows · sum), for each row.
  func factors(upstream: Float) -> Tensor {
    let scale = upstream / Float(max(1, counted))
    return Tensor(sums.values.map { scale / $0 }, shape: sums.shape)
  }
}
