import LSTMTensor

/// The mean squared error of predictions, a scalar.
///
/// - Parameters:
///   - predictions: any shape.
///   - targets: the same shape.
public func meanSquaredError(_ predictions: Tensor, _ targets: Tensor) -> Tensor {
  (predictions - targets).applying(.square).mean()
}

/// The mean cross-entropy of logits in nats, a scalar.
///
/// - Parameters:
///   - logits: [.., V].
///   - targets: one class in `0..<V` a row, −1 for a row that does not count.
public func crossEntropy(_ logits: Tensor, _ targets: TokenIDs) -> Tensor {
  logits.crossEntropy(targets: targets)
}

/// The mean quantile loss of predicted quantiles, a scalar; see ``Tensor/quantileLoss(levels:targets:)``.
///
/// - Parameters:
///   - quantiles: [N, H · Q], the Q quantiles of a value beside each other.
///   - targets: [N, H], NaN where a value is not known.
///   - levels: Q levels between 0 and 1.
public func quantileLoss(_ quantiles: Tensor, _ targets: Tensor, levels: [Float]) -> Tensor {
  quantiles.quantileLoss(levels: levels, targets: targets)
}
