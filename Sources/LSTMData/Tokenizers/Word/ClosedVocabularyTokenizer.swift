/// A token a word of a text that is tokenised already, as published word-level figures use: words
/// stand between white space, and every other word is `<unk>`.
///
/// A line break is the token `<eos>`, whatever stands around it. This is how Penn Treebank and
/// WikiText are read (Zaremba et al., 2014): 929,589 training tokens and a vocabulary of 10,000 for
/// Penn Treebank. `<eos>` and `<unk>` are always in the vocabulary. Decoding joins words with one
/// space, which is exact for a text that has one space between words and none elsewhere.
public struct ClosedVocabularyTokenizer: Tokenizer {
  /// The word that ends a line.
  public static let endOfLine = "<eos>"
  /// The word that stands for every unknown one.
  public static let unknown = "<unk>"

  /// The tokens and their numbers.
  public let vocabulary: Vocabulary
  /// The number of ``endOfLine``.
  public let endOfLineToken: Int32
  /// The number of ``unknown``.
  public let unknownToken: Int32
  private let index: ByteStringIndex

  /// Learns the words of a text, numbered by falling count and, where equal, in the order of their
  /// bytes.
  /// - Parameters:
  ///   - text: Words between white space. Words of more than 1,024 bytes are unknown ones.
  ///   - maximumVocabularySize: The number of tokens at most, two or more.
  ///   - minimumCount: How often a word must occur to become a token.
  /// - Throws: ``TokenizerError``, for an empty text or a number out of range.
  public init(
    trainingOn text: [UInt8],
    maximumVocabularySize: Int = 1_000_000, minimumCount: Int = 1
  ) throws(TokenizerError) {
    guard !text.isEmpty else { throw .emptyText }
    guard minimumCount > 0 else { throw .minimumCount(found: minimumCount) }
    let largest = TokenizerDescription.maximumTokenCount
    guard (2...largest).contains(maximumVocabularySize) else {
      throw .vocabularySize(found: maximumVocabularySize, minimum: 2, maximum: largest)
    }
    var census = ClosedVocabularyCensus()
    census.countWords(of: text)
    let words = census.vocabulary(limit: maximumVocabularySize, minimumCount: minimumCount)
    try self.init(
      description: TokenizerDescription(kind: .closedVocabulary, tokens: words))
  }

  /// Makes a tokenizer again from its description.
  /// - Throws: ``TokenizerError``, where a token is there twice, is not UTF-8, has white space, or
  ///   `<eos>` or `<unk>` is missing.
  public init(description: TokenizerDescription) throws(TokenizerError) {
    try description.check(isKind: .closedVocabulary)
    index = try description.indexOfTokens()
    for (number, token) in description.tokens.enumerated()
    where token.contains(where: LineWords.isSpace) {
      throw .tokenForm(
        number: number, found: Vocabulary.displayText(token), expected: "no white space")
    }
    endOfLineToken = try Self.token(Self.endOfLine, in: index)
    unknownToken = try Self.token(Self.unknown, in: index)
    vocabulary = Vocabulary(description.tokens)
  }

  /// The tokenizer as plain values, from which it can be made again.
  public var description: TokenizerDescription {
    TokenizerDescription(kind: .closedVocabulary, tokens: vocabulary.tokens)
  }

  private static func token(
    _ word: String, in index: ByteStringIndex
  ) throws(TokenizerError) -> Int32 {
    let bytes = Array(word.utf8)
    guard let entry = index.entry(bytes, 0..<bytes.count) else { throw .missingToken(word) }
    return Int32(entry)
  }
}

extension ClosedVocabularyTokenizer {
  /// The token numbers of a text.
  public func encode(_ text: [UInt8]) -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(text.count / 4)
    var words = LineWords(text)
    while let word = words.next() {
      tokens.append(token(text, word) ?? unknownToken)
    }
    return tokens
  }

  /// Appends the word, after a space where another word stands before it on the line.
  public func append(_ token: Int32, after previous: Int32?, to text: inout [UInt8]) {
    if token == endOfLineToken {
      text.append(0x0A)
      return
    }
    if let previous, previous != endOfLineToken { text.append(0x20) }
    vocabulary.append(token, to: &text)
  }

  /// The unknown words.
  public func substitutions(in text: [UInt8]) -> [Substitution] {
    var found: [Substitution] = []
    var unknown = ByteStringIndex()
    var words = LineWords(text)
    while let word = words.next() {
      guard token(text, word) == nil else { continue }
      let entry = unknown.insert(text, word)
      if entry == found.count {
        found.append(Substitution(original: Array(text[word]), token: unknownToken, count: 0))
      }
      found[entry].count += 1
    }
    return found
  }

  private func token(_ text: [UInt8], _ word: Range<Int>) -> Int32? {
    if LineWords.isLineBreak(text, word) { return endOfLineToken }
    return index.entry(text, word).map { Int32($0) }
  }
}
