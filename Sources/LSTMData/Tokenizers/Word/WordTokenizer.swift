/// A token a word, and smaller tokens for words that are not known: exact for any bytes.
///
/// A text is cut by `TextUnits` into words (with the space before them), numbers, punctuation and
/// white space. The vocabulary is the 256 single bytes, the frequent characters beyond ASCII, and the
/// frequent units. Other units are spelt with characters and bytes; so are rare ones of the training
/// text, and a model learns to spell from these.
public struct WordTokenizer: Tokenizer {
  /// The tokens and their numbers.
  public let vocabulary: Vocabulary
  /// Token 256 + k is entry k.
  private let index: ByteStringIndex

  static let byteCount = 256

  /// Learns the words of a text.
  ///
  /// Words are numbered by falling count and, where equal, in the order of their bytes, after the
  /// characters, which are numbered by code point. A quarter of the places at most go to characters.
  /// - Parameters:
  ///   - text: The text; units that are not UTF-8 are left out.
  ///   - maximumVocabularySize: The number of tokens at most, bytes included: 257 or more.
  ///   - minimumCount: How often a unit must occur to become a token. With 1 nothing in the training
  ///     text needs spelling, and a model never learns it.
  /// - Throws: ``TokenizerError``, for an empty text or a number out of range.
  public init(
    trainingOn text: [UInt8], maximumVocabularySize: Int = 20_000, minimumCount: Int = 2
  ) throws(TokenizerError) {
    guard !text.isEmpty else { throw .emptyText }
    guard minimumCount > 0 else { throw .minimumCount(found: minimumCount) }
    let largest = TokenizerDescription.maximumTokenCount
    guard maximumVocabularySize > Self.byteCount, maximumVocabularySize <= largest else {
      throw .vocabularySize(
        found: maximumVocabularySize, minimum: Self.byteCount + 1, maximum: largest)
    }
    var census = WordCensus(minimumCount: minimumCount)
    census.countUnits(of: text)
    self.init(index: census.vocabulary(limit: maximumVocabularySize - Self.byteCount))
  }

  /// Makes a tokenizer again from its description.
  /// - Throws: ``TokenizerError``, where a token is there twice, is not UTF-8, or a single byte.
  public init(description: TokenizerDescription) throws(TokenizerError) {
    try description.check(isKind: .word)
    for (number, token) in description.tokens.enumerated() where token.count == 1 {
      throw .tokenForm(
        number: number, found: Vocabulary.displayText(token), expected: "two bytes or more")
    }
    self.init(index: try description.indexOfTokens())
  }

  /// The tokenizer as plain values, from which it can be made again.
  public var description: TokenizerDescription {
    TokenizerDescription(
      kind: .word, tokens: Array(vocabulary.tokens.dropFirst(Self.byteCount)))
  }

  private init(index: ByteStringIndex) {
    self.index = index
    vocabulary = Vocabulary(Vocabulary.singleBytes + (0..<index.count).map { index[$0] })
  }
}

extension WordTokenizer {
  /// The token numbers of a text.
  public func encode(_ text: [UInt8]) -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(text.count / 3)
    var units = TextUnits(text, splitsIdeographs: true)
    while let unit = units.next() {
      if let token = token(text, unit) {
        tokens.append(token)
      } else {
        spell(text, unit, to: &tokens)
      }
    }
    return tokens
  }

  @inline(__always)
  private func token(_ text: [UInt8], _ part: Range<Int>) -> Int32? {
    if part.count == 1 { return Int32(text[part.lowerBound]) }
    return index.entry(text, part).map { Int32(Self.byteCount + $0) }
  }

  private func spell(_ text: [UInt8], _ unit: Range<Int>, to tokens: inout [Int32]) {
    var offset = unit.lowerBound
    if text[offset] == 0x20, let rest = token(text, offset + 1..<unit.upperBound) {
      tokens.append(0x20)
      tokens.append(rest)
      return
    }
    while offset < unit.upperBound {
      let step = UTF8Step(text, at: offset, end: unit.upperBound)
      let part = offset..<offset + step.length
      if let token = token(text, part) {
        tokens.append(token)
      } else {
        tokens.append(contentsOf: text[part].lazy.map { Int32($0) })
      }
      offset += step.length
    }
  }
}
