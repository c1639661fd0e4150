/// A reading of a text, token by token.
struct KneserNeyReader: Sendable {
  private let model: KneserNeyModel
  /// The last 0, 1, … tokens read, as the n-gram that they are; `nil` where the model has not got it.
  private var contexts: [Int32?]

  /// A reading that begins.
  init(_ model: KneserNeyModel) {
    self.model = model
    contexts = [0] + [Int32?](repeating: nil, count: model.order - 1)
  }

  /// The probability of a token, which is not read.
  func probability(of token: Int32) -> Double {
    var other = self
    return other.read(token)
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
