import LSTMTensor

/// Sets values to zero by chance in training (Srivastava and others 2014), scaling the rest by 1 / (1 − rate).
public struct Dropout: Sendable, Equatable {
  /// Probability of dropping a value, in [0, 1).
  public let rate: Float

  /// Dropout with this rate.
  public init(rate: Float) {
    precondition(rate >= 0 && rate < 1, "a dropout rate lies in [0, 1), not \(rate)")
    self.rate = rate
  }

  /// Drops values in training; in inference changes nothing.
  public func callAsFunction(_ input: Tensor, phase: Phase) -> Tensor {
    guard case .training(let source) = phase else { return input }
    return input.dropout(rate: rate, key: source.key, firstRow: source.firstRow)
  }
}
