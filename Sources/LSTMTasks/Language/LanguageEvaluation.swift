import LSTMData
import LSTMTensor

/// How well a model predicts a text, token by token.
public struct LanguageScore: Sendable, Equatable {
  /// Mean −ln p of a token.
  public var natsPerToken: Double
  /// Tokens that were predicted.
  public var tokenCount: Int
  /// Characters of the text they make up.
  public var characterCount: Int

  /// e to the power of ``natsPerToken``.
  public var perplexity: Double { exponential(natsPerToken) }
  /// −log₂ p of the whole text over its characters, which compares models with different tokens.
  public var bitsPerCharacter: Double {
    natsPerToken * Double(tokenCount) / Double(max(1, characterCount)) / 0.693147180559945309
  }
}

extension LanguageModel {
  /// Steps that are computed at a time when a text is scored.
  private static let scoredSteps = 256

  /// The mean −ln p of every token but the first, the state carried from the beginning to the end.
  ///
  /// - Parameters:
  ///   - tokens: the text.
  ///   - streams: cuts the text into so many parts that are read side by side, each from a zero state:
  ///     faster, and a little worse where a part begins.
  ///   - progress: called with the share done.
  public func natsPerToken(
    _ tokens: [Int32], streams: Int = 1, progress: (Double) -> Void = { _ in }
  ) -> Double {
    let predicted = tokens.count - 1
    guard predicted > 0 else { return 0 }
    let width = max(1, min(streams, predicted / Self.scoredSteps))
    // The last part may be shorter: its missing targets do not count.
    let length = (predicted + width - 1) / width
    var states = zeroStates(batchSize: width)
    var total = 0.0
    for start in stride(from: 0, to: length, by: Self.scoredSteps) {
      let steps = min(Self.scoredSteps, length - start)
      var inputs: [Int32] = []
      var targets: [Int32] = []
      for step in start..<start + steps {
        for stream in 0..<width {
          let at = stream * length + step
          let isInside = step < length && at < predicted
          inputs.append(isInside ? tokens[at] : 0)
          targets.append(isInside ? tokens[at + 1] : -1)
        }
      }
      let shape: Shape = [steps, width]
      let result = self(TokenIDs(inputs, shape: shape), states: states)
      let losses = result.logits.crossEntropies(targets: TokenIDs(targets, shape: shape))
      // In Double and in order: the mean of a long text keeps its digits.
      total += losses.withBuffer { $0.reduce(0.0) { $0 + Double($1) } }
      states = result.states
      progress(Double(start + steps) / Double(length))
    }
    return total / Double(predicted)
  }
}

/// The best that a model without memory could do: the entropy of the text's own token frequencies.
public func memorylessBaseline(_ tokens: [Int32], vocabularySize: Int) -> Double {
  var counts = [Int](repeating: 0, count: vocabularySize)
  for token in tokens.dropFirst() { counts[Int(token)] += 1 }
  let total = Double(max(1, tokens.count - 1))
  return counts.reduce(0.0) { sum, count in
    count == 0 ? sum : sum - Double(count) / total * naturalLogarithm(Double(count) / total)
  }
}
