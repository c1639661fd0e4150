import LSTMTensor

/// Sentences of both languages as the network reads them.
struct TranslationBatch: Sendable {
  /// [S, N], the boundary behind a sentence's end.
  let sources: TokenIDs
  /// Tokens of each source with its end, [N].
  let sourceLengths: [Int]
  /// What the decoder sees, [T, N]: the boundary, then the target.
  let inputs: TokenIDs
  /// What it is to say, [T, N]: the target, then the boundary; −1 behind it.
  var targets: TokenIDs
  /// Targets that count.
  let targetCount: Int

  /// - Parameters:
  ///   - pairs: source and target tokens of each sentence.
  ///   - boundary: the token that begins and ends a sentence.
  init(_ pairs: [TokenPair], boundary: Int32) {
    sourceLengths = pairs.map { $0.source.count + 1 }
    sources = Self.columns(pairs.map(\.source), fill: boundary)
    let ends = pairs.map { $0.target + [boundary] }
    targets = Self.columns(ends, longest: ends.map(\.count).max() ?? 0, fill: -1)
    let begins = pairs.map { [boundary] + $0.target }
    inputs = Self.columns(begins, longest: targets.shape[0], fill: boundary)
    targetCount = ends.reduce(0) { $0 + $1.count }
  }

  /// Sources alone, each with its end: [S, N].
  static func columns(_ sentences: [[Int32]], fill: Int32) -> TokenIDs {
    columns(sentences, longest: 1 + (sentences.map(\.count).max() ?? 0), fill: fill)
  }

  private static func columns(_ rows: [[Int32]], longest: Int, fill: Int32) -> TokenIDs {
    var values = [Int32](repeating: fill, count: longest * rows.count)
    for (place, row) in rows.enumerated() {
      for (step, token) in row.enumerated() { values[step * rows.count + place] = token }
    }
    return TokenIDs(values, shape: [longest, rows.count])
  }
}

/// A sentence and its translation in tokens, without boundaries.
struct TokenPair: Sendable, Equatable {
  var source: [Int32]
  var target: [Int32]
}
