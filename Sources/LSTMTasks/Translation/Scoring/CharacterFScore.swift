/// How near translations are to their references by the characters they share, over a whole corpus: chrF2 (Popović 2015, 2016).
///
/// The figures are those of sacreBLEU's defaults (Post 2018): one reference, n-grams of 1 to 6 characters with their case and
/// without white space, no n-grams of words, recall twice as important as precision. A character is a Unicode scalar.
public struct CharacterFScore: Sendable, Equatable {
  /// What the figure depends on, in sacreBLEU's notation.
  public static let signature = "nrefs:1|case:mixed|eff:yes|nc:6|nw:0|space:no|version:lstm-0.1"

  /// N, the characters of the longest n-grams.
  private static let longest = 6
  /// β², the weight of recall.
  private static let recallWeight = 4.0

  /// chrF2, 0 to 100.
  public let score: Double

  /// Scores translations; without any character in common, the score is 0.
  ///
  /// - Parameters:
  ///   - hypotheses: translated sentences as they are written.
  ///   - references: what each should be.
  public init(hypotheses: [String], references: [String]) {
    precondition(
      hypotheses.count == references.count,
      "\(hypotheses.count) hypotheses for \(references.count) references")
    var counts = [Counts](repeating: Counts(), count: Self.longest)
    for (hypothesis, reference) in zip(hypotheses, references) {
      let characters = hypothesis.unicodeScalars.filter { !$0.separatesWords }.map(\.value)
      let expected = reference.unicodeScalars.filter { !$0.separatesWords }.map(\.value)
      let matches = NGramMatches.counts(characters, in: expected, longest: Self.longest)
      // An order that the reference is too short for says nothing about the hypothesis.
      for order in 1...Self.longest where expected.count >= order {
        counts[order - 1].matches += matches[order - 1]
        counts[order - 1].hypothesis += NGramMatches.total(symbols: characters.count, order: order)
        counts[order - 1].reference += NGramMatches.total(symbols: expected.count, order: order)
      }
    }
    score = 100 * Self.fScore(counts)
  }

  /// n-grams of one order.
  private struct Counts {
    var matches = 0
    var hypothesis = 0
    var reference = 0
  }

  /// F of the mean precision and the mean recall over the orders that hypotheses and references both have.
  private static func fScore(_ counts: [Counts]) -> Double {
    var (precision, recall, orders) = (0.0, 0.0, 0.0)
    for one in counts where one.hypothesis > 0 && one.reference > 0 {
      precision += Double(one.matches) / Double(one.hypothesis)
      recall += Double(one.matches) / Double(one.reference)
      orders += 1
    }
    guard precision + recall > 0 else { return 0 }
    (precision, recall) = (precision / orders, recall / orders)
    return (1 + recallWeight) * precision * recall / (recallWeight * precision + recall)
  }
}
