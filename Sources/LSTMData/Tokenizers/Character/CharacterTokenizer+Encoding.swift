extension CharacterTokenizer {
  /// The token numbers of a text: one a character, where no character is spelt with bytes.
  public func encode(_ text: [UInt8]) -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(text.count)
    var stand = StandIns()
    var offset = 0
    while offset < text.count {
      let step = UTF8Step(text, at: offset, end: text.count)
      if step.verdict == .scalar, let token = tokenOfScalar[step.value] {
        tokens.append(token)
      } else if hasByteFallback {
        for byte in text[offset..<offset + step.length] {
          tokens.append(Int32(characterCount) + Int32(byte))
        }
      } else {
        tokens.append(stand.token(for: step.value, in: tokenOfScalar))
      }
      offset += step.length
    }
    return tokens
  }

  /// The characters that the vocabulary lacks, and the tokens that stand for them; none with byte
  /// fallback.
  public func substitutions(in text: [UInt8]) -> [Substitution] {
    guard !hasByteFallback else { return [] }
    var found: [Substitution] = []
    var index = ByteStringIndex()
    var stand = StandIns()
    var offset = 0
    while offset < text.count {
      let step = UTF8Step(text, at: offset, end: text.count)
      if step.verdict != .scalar || tokenOfScalar[step.value] == nil {
        let part = offset..<offset + step.length
        let entry = index.insert(text, part)
        if entry == found.count {
          let token = stand.token(for: step.value, in: tokenOfScalar)
          found.append(Substitution(original: Array(text[part]), token: token, count: 0))
        }
        found[entry].count += 1
      }
      offset += step.length
    }
    return found
  }
}

/// The tokens that stand for unknown characters, worked out once for each.
private struct StandIns {
  private var tokens: [UInt32: Int32] = [:]

  mutating func token(for value: UInt32, in table: ScalarTable) -> Int32 {
    if let token = tokens[value] { return token }
    let nearest = NearestCharacter.candidates(for: value).lazy.compactMap { table[$0] }.first
    let token = nearest ?? 0
    tokens[value] = token
    return token
  }
}
