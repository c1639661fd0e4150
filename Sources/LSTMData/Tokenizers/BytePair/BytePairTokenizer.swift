/// Byte-pair encoding over bytes (Sennrich et al., 2016; Radford et al., 2019): exact for any bytes.
///
/// Tokens 0 to 255 are the single bytes; token 256 + r joins the two tokens of merge r. Text is cut by
/// `TextUnits` first, and no token reaches across two units.
public struct BytePairTokenizer: Tokenizer {
  /// The tokens and their numbers.
  public let vocabulary: Vocabulary
  let merges: [TokenizerDescription.Merge]
  /// The token that a pair of tokens becomes.
  let tokenOfPair: [UInt64: Int32]

  static let byteCount = 256

  /// Learns merges from a text: again and again the most frequent pair of neighbours becomes a token;
  /// of equally frequent pairs the one with the smaller first, then second number.
  /// - Parameters:
  ///   - text: The text, any bytes. Pairs that end up in a token that is not UTF-8 are fine.
  ///   - maximumVocabularySize: The number of tokens at most, 256 or more. There are fewer where no
  ///     pair is left that occurs twice.
  /// - Throws: ``TokenizerError``, for an empty text or a size out of range.
  public init(
    trainingOn text: [UInt8], maximumVocabularySize: Int = 10_000
  ) throws(TokenizerError) {
    guard !text.isEmpty else { throw .emptyText }
    let largest = TokenizerDescription.maximumTokenCount
    guard (Self.byteCount...largest).contains(maximumVocabularySize) else {
      throw .vocabularySize(
        found: maximumVocabularySize, minimum: Self.byteCount, maximum: largest)
    }
    var trainer = BytePairTrainer(text)
    let merges = trainer.merges(limit: maximumVocabularySize - Self.byteCount)
    try self.init(
      description: TokenizerDescription(kind: .bytePair, tokens: [], merges: merges))
  }

  /// Makes a tokenizer again from its description.
  /// - Throws: ``TokenizerError``, where a merge joins tokens that are not there yet, or makes a token
  ///   that is too long or there already.
  public init(description: TokenizerDescription) throws(TokenizerError) {
    try description.check(isKind: .bytePair, allowsMerges: true)
    merges = description.merges
    let index = try Self.tokens(of: merges)
    vocabulary = Vocabulary((0..<index.count).lazy.map { index[$0] })
    var tokenOfPair: [UInt64: Int32] = [:]
    tokenOfPair.reserveCapacity(merges.count)
    for (rank, merge) in merges.enumerated() {
      tokenOfPair[Self.key(merge.left, merge.right)] = Int32(Self.byteCount + rank)
    }
    self.tokenOfPair = tokenOfPair
  }

  /// The tokenizer as plain values, from which it can be made again.
  public var description: TokenizerDescription {
    TokenizerDescription(kind: .bytePair, tokens: [], merges: merges)
  }

  /// Two token numbers as one, in the order of the first, then the second.
  @inline(__always)
  static func key(_ left: Int32, _ right: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: left)) << 32 | UInt64(UInt32(bitPattern: right))
  }

  /// All tokens that the merges make, each checked before it takes memory.
  private static func tokens(
    of merges: [TokenizerDescription.Merge]
  ) throws(TokenizerError) -> ByteStringIndex {
    var index = ByteStringIndex(minimumCapacity: byteCount + merges.count)
    for byte in Vocabulary.singleBytes { _ = index.insert(byte, 0..<1) }
    for (number, merge) in merges.enumerated() {
      let known = 0..<Int32(byteCount + number)
      guard known.contains(merge.left), known.contains(merge.right) else {
        throw .mergeOutOfRange(number: number, left: merge.left, right: merge.right)
      }
      let token = index[Int(merge.left)] + index[Int(merge.right)]
      guard token.count <= TokenizerDescription.maximumTokenLength else {
        throw .tokenLength(
          number: byteCount + number, found: token.count,
          maximum: TokenizerDescription.maximumTokenLength)
      }
      let entry = index.insert(token, 0..<token.count)
      guard entry == byteCount + number else {
        throw .duplicateMerge(number: number, first: entry - byteCount)
      }
    }
    return index
  }
}
