import LSTMData
import LSTMFormats
import LSTMTensor

/// How likely a language model holds a line, as one that follows a line break at the beginning of a text.
public struct LineScore: Sendable, Equatable {
  /// Its number, from one.
  public let number: Int
  /// The line.
  public let text: String
  /// ln p of its tokens and of the line break after them.
  public let logProbability: Double
  /// Tokens, the line break included.
  public let tokenCount: Int

  /// e to the power of the mean −ln p of a token.
  public var perplexity: Double { exponential(-logProbability / Double(max(1, tokenCount))) }

  /// The score with the keys that programs read.
  public var json: JSONValue {
    [
      "line": number.json, "log_probability": .number(logProbability), "tokens": tokenCount.json,
      // Infinite for a line far worse than chance, which JSON cannot say.
      "perplexity": perplexity.isFinite ? .number(perplexity) : .null, "text": .string(text),
    ]
  }

  /// ln p, tokens and the line, with tabs between.
  public var row: String { "\(logProbability.text(4))\t\(tokenCount)\t\(text)" }
}

extension TrainedLanguageModel {
  /// Lines that are read side by side, and the most tokens that they may have together.
  private static let linesAtATime = 64
  private static let tokensAtATime = 1 << 14

  /// The score of every line of a text, each by itself: none is read in the light of another.
  ///
  /// - Parameters:
  ///   - text: UTF-8.
  ///   - progress: called with the share done.
  public func scoreLines(
    of text: [UInt8], progress: (Double) -> Void = { _ in }
  ) -> [LineScore] {
    let lines = text.lines.map { Array($0) }
    let tokens = lines.map { tokenizer.encode($0 + [0x0A]) }
    // Lines of one length side by side: little is read in vain.
    let order = tokens.indices.sorted { (tokens[$0].count, $0) < (tokens[$1].count, $1) }
    var scores = [Double](repeating: 0, count: lines.count)
    var place = order.startIndex
    while place < order.endIndex {
      // The longest of a batch comes last, so that its length counts for all.
      var end = place
      while end < order.endIndex, end - place < Self.linesAtATime,
        (end + 1 - place) * tokens[order[end]].count <= Self.tokensAtATime || end == place
      { end += 1 }
      let batch = order[place..<end]
      for (line, score) in zip(
        batch, model.logProbabilities(batch.map { tokens[$0] }, after: lineBreak))
      {
        scores[line] = score
      }
      place = end
      progress(Double(place) / Double(order.count))
    }
    return lines.indices.map { line in
      LineScore(
        number: line + 1, text: String(decoding: lines[line], as: UTF8.self),
        logProbability: scores[line], tokenCount: tokens[line].count)
    }
  }

  /// The token of the line break before the first line.
  private var lineBreak: Int32 { tokenizer.encode([0x0A]).last ?? 0 }
}

extension LanguageModel {
  /// Logits that are computed at a time: 64 MiB.
  private static let logitsAtATime = 1 << 24

  /// ln p of each of some rows of tokens, as they follow one token from a zero state.
  func logProbabilities(_ rows: [[Int32]], after first: Int32) -> [Double] {
    let length = rows.map(\.count).max() ?? 0
    var (states, sums) = (zeroStates(batchSize: rows.count), rows.map { _ in 0.0 })
    let most = max(1, Self.logitsAtATime / (rows.count * architecture.vocabularySize))
    for start in stride(from: 0, to: length, by: most) {
      let steps = start..<min(start + most, length)
      // What stands behind the end of a row is read and not counted.
      let inputs = steps.flatMap { step in
        rows.map { step == 0 ? first : step <= $0.count ? $0[step - 1] : first }
      }
      let targets = steps.flatMap { step in rows.map { step < $0.count ? $0[step] : -1 } }
      let shape: Shape = [steps.count, rows.count]
      let result = self(TokenIDs(inputs, shape: shape), states: states)
      let losses = result.logits.crossEntropies(targets: TokenIDs(targets, shape: shape)).values
      for (place, loss) in losses.enumerated() { sums[place % rows.count] -= Double(loss) }
      states = result.states
    }
    return sums
  }
}
