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

/// A reading of a text, token by token.
private struct KneserNeyReader {
  private let model: KneserNeyModel
  /// The last 0, 1, … tokens read, as the n-gram that they are; `nil` where the model has not got it.
  private var contexts: [Int32?]

  /// A reading that begins.
  init(_ model: KneserNeyModel) {
    self.model = model
    contexts = [0] + [Int32?](repeating: nil, count: model.order - 1)
  }

  /// Reads a token and gives the probability that it had.
  mutating func read(_ token: Int32) -> Double {
    precondition(
      token >= 0 && Int(token) < model.vocabularySize,
      "token \(token) of a vocabulary of \(model.vocabularySize)")
    var probability = 1 / Double(model.vocabularySize)
    var longer: Int32? = 0
    for length in contexts.indices {
      let context = contexts[length]
      contexts[length] = longer
      longer = nil
      guard let context else { continue }
      let index = model.levels[length].index(of: token, in: context)
      probability = model.levels[length].probability(
        of: index, in: context, shorter: probability)
      longer = index
    }
    return probability
  }
}
