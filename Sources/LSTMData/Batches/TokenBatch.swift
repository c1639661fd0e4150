/// Token numbers of several sequences side by side, time-major: shape [T, N].
public struct TokenBatch: Sendable, Equatable {
  /// The token of step t of sequence n is `ids[t * batchSize + n]`.
  public var ids: [Int32]
  /// T, the number of steps.
  public let sequenceLength: Int
  /// N, the number of sequences.
  public let batchSize: Int

  /// A batch of T × N tokens.
  /// - Precondition: `ids` has `sequenceLength * batchSize` elements.
  public init(ids: [Int32], sequenceLength: Int, batchSize: Int) {
    precondition(
      ids.count == sequenceLength * batchSize,
      "\(ids.count) tokens are not \(sequenceLength) steps of \(batchSize) sequences")
    self.ids = ids
    self.sequenceLength = sequenceLength
    self.batchSize = batchSize
  }

  /// The token of a step of a sequence.
  public subscript(step: Int, sequence: Int) -> Int32 {
    ids[step * batchSize + sequence]
  }
}

/// What a language model reads in one training step, and what it should have said at each token.
public struct TokenWindow: Sendable, Equatable {
  /// The tokens to read, [T, N].
  public let inputs: TokenBatch
  /// The token that follows each of them, [T, N].
  public let targets: TokenBatch

  /// T, the number of steps.
  public var length: Int { inputs.sequenceLength }
}
