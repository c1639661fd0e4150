import LSTMLayers
import LSTMTensor

extension Gradients {
  /// The Euclidean norm of all gradients together, added up in order.
  public var norm: Float {
    let squares = entries.reduce(0.0) { $0 + Double($1.gradient.storedValues.sumOfSquares) }
    return Float(squares.squareRoot())
  }

  /// Scales all gradients so that their common norm is at most `limit` (Pascanu, Mikolov, Bengio 2013).
  ///
  /// - Returns: the norm before.
  @discardableResult
  public mutating func clip(toNorm limit: Float) -> Float {
    let norm = norm
    if norm > limit {
      let factor = limit / (norm + 1e-6)
      for index in entries.indices { entries[index].gradient.scale(by: factor) }
    }
    return norm
  }

  /// Limits every element to ±`bound`.
  public mutating func clip(toValue bound: Float) {
    for index in entries.indices { entries[index].gradient.clamp(to: bound) }
  }

  /// The first parameter whose gradient has an infinite element or one that is not a number.
  var firstNonFinite: String? {
    entries.first { $0.gradient.storedValues.firstNonFinite != nil }?.path
  }
}
