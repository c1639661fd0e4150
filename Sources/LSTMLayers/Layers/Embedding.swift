import LSTMTensor

/// A trained vector for each token.
public struct Embedding: Module {
  /// [V, E].
  public var weight: Tensor

  /// A table with new weights.
  public init(
    vocabularySize: Int, embeddingSize: Int, initializer: Initializer = .normal(1),
    using random: inout RandomGenerator
  ) {
    weight = initializer.tensor(
      [vocabularySize, embeddingSize], hiddenSize: embeddingSize, using: &random)
  }

  /// A table from its weights.
  public init(weight: Tensor) {
    self.weight = weight
  }

  /// The vectors of tokens, their shape with E behind it.
  ///
  /// - Precondition: every id is in `0..<V`.
  public func callAsFunction(_ ids: TokenIDs) -> Tensor {
    weight.gathering(ids)
  }

  /// Visits the table.
  public mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("weight", &weight)
  }
}
