import LSTMTensor

/// How near translations are to their references by the words they share, over a whole corpus.
///
/// The measure is that of Papineni et al. (2002). The figures are those of sacreBLEU's defaults (Post 2018), which papers report: words of mteval-v13a with their case, one
/// reference, n-grams of 1 to 4 words, exponential smoothing. Counts are added over all sentences before anything is divided,
/// so BLEU is no mean over sentences; of a single sentence it says little.
public struct BLEU: Sendable, Equatable {
  /// What the figures depend on, in sacreBLEU's notation.
  public static let signature =
    "nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:lstm-0.1"

  /// N, the words of the longest n-grams.
  private static let longest = 4

  /// BLEU, 0 to 100.
  public let score: Double
  /// The n-grams of hypotheses that are in their references, in per cent, for n of 1 to 4.
  ///
  /// An order without a match counts as half, a quarter, an eighth... of one, by the orders without a match so far; where no
  /// word matches at all, or no hypothesis is that long, it is 0.
  public let precisions: [Double]
  /// What the score is multiplied by because hypotheses are shorter than references, 0 to 1.
  public let brevityPenalty: Double
  /// Words of all hypotheses.
  public let hypothesisLength: Int
  /// Words of all references.
  public let referenceLength: Int

  /// Scores translations; without any word in common, or without any hypothesis of four words, the score is 0.
  ///
  /// - Parameters:
  ///   - hypotheses: translated sentences as they are written, not split into tokens.
  ///   - references: what each should be.
  public init(hypotheses: [String], references: [String]) {
    precondition(
      hypotheses.count == references.count,
      "\(hypotheses.count) hypotheses for \(references.count) references")
    var (lengths, matches, totals) = ((0, 0), [0, 0, 0, 0], [0, 0, 0, 0])
    for (hypothesis, reference) in zip(hypotheses, references) {
      let words = Tokenizer13a.words(of: hypothesis)
      let expected = Tokenizer13a.words(of: reference)
      lengths = (lengths.0 + words.count, lengths.1 + expected.count)
      let found = NGramMatches.counts(words, in: expected, longest: Self.longest)
      for order in 1...Self.longest {
        matches[order - 1] += found[order - 1]
        totals[order - 1] += NGramMatches.total(symbols: words.count, order: order)
      }
    }
    (hypothesisLength, referenceLength) = lengths
    brevityPenalty = Self.brevityPenalty(hypothesis: lengths.0, reference: lengths.1)
    let shares = Self.smoothed(matches, of: totals)
    precisions = shares.map { 100 * $0 }
    let meanLogarithm = shares.reduce(0) { $0 + naturalLogarithm($1) } / Double(Self.longest)
    score = 100 * brevityPenalty * exponential(meanLogarithm)
  }

  private static func brevityPenalty(hypothesis: Int, reference: Int) -> Double {
    guard hypothesis < reference else { return 1 }
    return exponential(1 - Double(reference) / Double(hypothesis))
  }

  /// The share of n-grams that match, smoothed as in mteval-v13a: method 3 of Chen and Cherry (2014).
  private static func smoothed(_ matches: [Int], of totals: [Int]) -> [Double] {
    guard matches.contains(where: { $0 > 0 }) else { return matches.map { _ in 0 } }
    var part = 1.0
    return zip(matches, totals).map { matches, total in
      guard total > 0 else { return 0 }
      if matches == 0 { part /= 2 }
      return (matches == 0 ? part : Double(matches)) / Double(total)
    }
  }
}
