/// A sentence that was read, its translation as the model wrote it, and what it looked at meanwhile.
public struct ExplainedTranslation: Sendable, Equatable {
  /// The sentence.
  public var source: String
  /// What was written.
  public var text: String
  /// The tokens of the sentence, visible, its end last.
  public var sourceTokens: [String]
  /// The tokens that were written, visible, the end last.
  public var targetTokens: [String]
  /// How each of them attended to each token of the sentence, [written][read]: every row sums to 1.
  public var attention: [[Double]]

  /// A translation.
  public init(
    source: String, text: String, sourceTokens: [String], targetTokens: [String],
    attention: [[Double]]
  ) {
    (self.source, self.text) = (source, text)
    (self.sourceTokens, self.targetTokens) = (sourceTokens, targetTokens)
    self.attention = attention
  }

  /// The tokens of the sentence that a written one attended to most, the first of equals first.
  public func mostAttended(by token: Int, count: Int) -> [(token: String, weight: Double)] {
    let weights = attention[token]
    return weights.indices.sorted { (weights[$1], $0) < (weights[$0], $1) }.prefix(count)
      .map { (sourceTokens[$0], weights[$0]) }
  }
}
