import LSTMTensor

extension KneserNeyModel {
  /// The probability of a token after a context.
  ///
  /// - Parameters:
  ///   - token: from 0 up to but not V.
  ///   - context: what stands before it, the last token last; more than the model remembers makes no difference.
  public func probability(of token: Int32, after context: [Int32]) -> Double {
    var reader = KneserNeyReader(self)
    for token in context.suffix(order - 1) { _ = reader.read(token) }
    return reader.read(token)
  }

  /// −ln p of every token but the first, each after all that stands before it.
  public func nats(ofEach tokens: [Int32]) -> [Double] {
    guard let first = tokens.first else { return [] }
    var reader = KneserNeyReader(self)
    _ = reader.read(first)
    return tokens.dropFirst().map { -naturalLogarithm(reader.read($0)) }
  }

  /// The mean −ln p of every token but the first, each after all that stands before it; zero where there is none.
  public func natsPerToken(_ tokens: [Int32]) -> Double {
    guard tokens.count > 1 else { return 0 }
    return nats(ofEach: tokens).reduce(0, +) / Double(tokens.count - 1)
  }
}
