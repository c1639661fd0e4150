extension TokenizerDescription {
  /// No tokenizer has more tokens than this; Unicode itself has 1,112,064 characters.
  static let maximumTokenCount = 1 << 21
  /// No token has more bytes than this, which bounds what a hostile list of merges can claim.
  static let maximumTokenLength = 1024

  /// Checks everything that a kind of tokenizer asks of its description, apart from what its tokens
  /// look like.
  func check(
    isKind expected: Kind, allowsMerges: Bool = false, allowsByteFallback: Bool = false
  ) throws(TokenizerError) {
    guard kind == expected else { throw .wrongKind(found: kind, expected: expected) }
    guard allowsMerges ? tokens.isEmpty : merges.isEmpty else {
      throw .unexpectedPart(kind: kind, part: allowsMerges ? "tokens" : "merges")
    }
    guard allowsByteFallback || !hasByteFallback else {
      throw .unexpectedPart(kind: kind, part: "byte fallback")
    }
    let count = max(tokens.count, merges.count)
    guard count <= Self.maximumTokenCount else {
      throw .tooManyTokens(found: count, maximum: Self.maximumTokenCount)
    }
  }

  /// The tokens' numbers by their bytes, counted from zero.
  /// - Throws: ``TokenizerError``, for a token that is empty, too long, not UTF-8 or there twice.
  func indexOfTokens() throws(TokenizerError) -> ByteStringIndex {
    var index = ByteStringIndex()
    for (number, token) in tokens.enumerated() {
      guard !token.isEmpty, token.count <= Self.maximumTokenLength else {
        throw .tokenLength(
          number: number, found: token.count, maximum: Self.maximumTokenLength)
      }
      guard UTF8Scan.isValid(token) else { throw .tokenNotUTF8(number: number) }
      let entry = index.insert(token, 0..<token.count)
      guard entry == number else { throw .duplicateToken(number: number, first: entry) }
    }
    return index
  }
}
