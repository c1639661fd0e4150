/// A token a character, where a character is a Unicode scalar.
///
/// The vocabulary is exactly the characters of the training text, in the order of their code points:
/// 65 tokens for Tiny Shakespeare, so that a likelihood can be set beside published ones. Decoding is
/// exact for every text of these characters. Another character is replaced by the nearest that the
/// vocabulary has (its other case, its base letter, the plain form of a typographic mark, else a
/// space, else token 0); ``substitutions(in:)`` tells which.
///
/// With byte fallback the vocabulary ends in 256 tokens for single bytes, other characters are spelt
/// with these, and decoding is exact for any bytes.
public struct CharacterTokenizer: Tokenizer {
  /// The tokens and their numbers.
  public let vocabulary: Vocabulary
  /// Whether 256 tokens for single bytes follow the characters.
  public let hasByteFallback: Bool
  let tokenOfScalar: ScalarTable
  let characterCount: Int

  /// Learns the characters of a text.
  /// - Parameters:
  ///   - text: Valid UTF-8; bytes that are not are left out.
  ///   - byteFallback: Whether to add 256 tokens that can spell anything.
  /// - Throws: ``TokenizerError/emptyText``, where the text has no character.
  public init(trainingOn text: [UInt8], byteFallback: Bool = false) throws(TokenizerError) {
    let scalars = Self.scalars(in: text)
    guard !scalars.isEmpty else { throw .emptyText }
    self.init(sortedScalars: scalars, byteFallback: byteFallback)
  }

  /// Makes a tokenizer again from its description.
  /// - Throws: ``TokenizerError``, where the tokens are not single characters in order, each once.
  public init(description: TokenizerDescription) throws(TokenizerError) {
    try description.check(isKind: .character, allowsByteFallback: true)
    guard !description.tokens.isEmpty else { throw .emptyText }
    var scalars: [UInt32] = []
    for (number, token) in description.tokens.enumerated() {
      guard !token.isEmpty, token.count <= 4 else {
        throw .tokenLength(number: number, found: token.count, maximum: 4)
      }
      let step = UTF8Step(token, at: 0, end: token.count)
      guard step.verdict == .scalar else { throw .tokenNotUTF8(number: number) }
      guard step.length == token.count, step.value > scalars.last ?? 0 || number == 0 else {
        throw .tokenForm(
          number: number, found: Vocabulary.displayText(token),
          expected: "a single character, after the one before in the order of code points")
      }
      scalars.append(step.value)
    }
    self.init(sortedScalars: scalars, byteFallback: description.hasByteFallback)
  }

  /// The tokenizer as plain values, from which it can be made again.
  public var description: TokenizerDescription {
    TokenizerDescription(
      kind: .character, tokens: Array(vocabulary.tokens.prefix(characterCount)),
      hasByteFallback: hasByteFallback)
  }

  private init(sortedScalars scalars: [UInt32], byteFallback: Bool) {
    let tokens = scalars.compactMap { Unicode.Scalar($0) }.map { Array($0.utf8) }
    vocabulary = Vocabulary(byteFallback ? tokens + Vocabulary.singleBytes : tokens)
    tokenOfScalar = ScalarTable(scalars)
    characterCount = scalars.count
    hasByteFallback = byteFallback
  }

  /// All code points of a text, sorted.
  private static func scalars(in text: [UInt8]) -> [UInt32] {
    var isSeen = Array(repeating: [Bool](), count: ScalarTable.pageCount)
    var offset = 0
    while offset < text.count {
      let step = UTF8Step(text, at: offset, end: text.count)
      offset += step.length
      guard step.verdict == .scalar else { continue }
      let page = Int(step.value >> 8)
      if isSeen[page].isEmpty { isSeen[page] = Array(repeating: false, count: 256) }
      isSeen[page][Int(step.value & 0xFF)] = true
    }
    return isSeen.enumerated().flatMap { page, places in
      places.indices.filter { places[$0] }.map { UInt32(page << 8 | $0) }
    }
  }
}
