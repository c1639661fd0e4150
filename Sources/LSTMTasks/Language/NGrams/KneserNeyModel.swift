/// An n-gram language model with interpolated modified Kneser-Ney smoothing, the baseline of language models.
///
/// A token's probability in a context of n − 1 tokens is its discounted count, plus what the discounts withhold there
/// spread as the context without its first token says; single tokens end in the uniform distribution, so that the
/// probabilities of all V tokens sum to one in every context. The longest n-grams have their counts in the text; a
/// shorter one counts how many tokens stand before it somewhere, as it is asked only where the longer ones fail (Chen
/// and Goodman 1999, "An empirical study of smoothing techniques for language modeling", section 4.1.6). The text is one
/// sequence without padding; its beginning counts as a token before the n-grams that stand there.
public struct KneserNeyModel: Sendable, Equatable {
  /// The largest ``order``.
  public static let largestOrder = 16
  /// The most tokens that it learns from: of a longer text, the last ones.
  public static let largestTokenCount = 1 << 23
  /// The most n-grams of all lengths that it keeps, at most 400 MB: the longest that would be more are left out.
  public static let largestNGramCount = 1 << 24

  /// Tokens that it tells apart, V.
  public let vocabularySize: Int
  /// The n-grams by length, from single tokens.
  let levels: [NGramLevel]

  /// The length of the longest n-grams: a token is predicted from one less.
  public var order: Int { levels.count }

  /// The number of n-grams of all lengths that it knows.
  public var nGramCount: Int { levels.reduce(0) { $0 + $1.tokens.count } }

  init(vocabularySize: Int, levels: [NGramLevel]) {
    self.vocabularySize = vocabularySize
    self.levels = levels
  }
}
