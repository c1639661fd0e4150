import LSTMData
import LSTMTensor

/// A translation of a sentence.
public struct Translation: Sendable, Equatable {
  /// The sentence in the other language.
  public let text: String
  /// ln p of all its tokens and its end.
  public let logProbability: Double
  /// What it is ranked by among the translations of its sentence.
  public let score: Double
  /// The source's tokens as text, its end last.
  public let sourceTokens: [String]
  /// Its own tokens as text, its end last.
  public let targetTokens: [String]
  /// Whether the sentence was longer than ``TrainedTranslator/longest``, and its end was not read.
  public let isCut: Bool
  /// How much each of its tokens attended to each of the source's, [target tokens][source tokens].
  public let alignment: [[Float]]
}

extension TrainedTranslator {
  /// Sentences that are searched for side by side.
  private static let searchedSentences = 64

  /// Translates sentences.
  ///
  /// An empty sentence is an empty translation. What comes out does not depend on what else is translated.
  ///
  /// - Parameters:
  ///   - sentences: one translation, or several, of each.
  ///   - options: how to search.
  ///   - progress: called with the share done.
  /// - Returns: the translations of each sentence, best first.
  public func translate(
    _ sentences: [String], _ options: BeamOptions = BeamOptions(),
    progress: (Double) -> Void = { _ in }
  ) -> [[Translation]] {
    let whole = sentences.map { $0.allSatisfy(\.isWhitespace) ? [] : tokens($0) }
    let sources = whole.map { Array($0.prefix(Self.longest)) }
    // By length: sentences of a batch end at about the same time.
    let order = sources.indices.filter { !sources[$0].isEmpty }.sorted {
      (sources[$0].count, $0) < (sources[$1].count, $1)
    }
    var results = sentences.map { _ in
      [
        Translation(
          text: "", logProbability: 0, score: 0, sourceTokens: [], targetTokens: [], isCut: false,
          alignment: [])
      ]
    }
    for start in stride(from: 0, to: order.count, by: Self.searchedSentences) {
      let part = Array(order[start..<min(order.count, start + Self.searchedSentences)])
      let found = BeamSearch.run(prepared, part.map { sources[$0] }, options)
      for (place, hypotheses) in zip(part, found) {
        let isCut = whole[place].count > Self.longest
        results[place] = hypotheses.map { translation($0, of: sources[place], isCut: isCut) }
      }
      progress(Double(start + part.count) / Double(order.count))
    }
    return results
  }

  private func translation(
    _ hypothesis: Hypothesis, of source: [Int32], isCut: Bool
  ) -> Translation {
    func names(_ tokens: [Int32]) -> [String] {
      tokens.map { tokenizer.vocabulary.displayText(of: $0) } + ["</s>"]
    }
    return Translation(
      text: TranslationText.restored(tokenizer.decode(hypothesis.tokens)),
      logProbability: hypothesis.logProbability, score: hypothesis.score,
      sourceTokens: names(source), targetTokens: names(hypothesis.tokens),
      isCut: isCut, alignment: hypothesis.alignment)
  }
}
