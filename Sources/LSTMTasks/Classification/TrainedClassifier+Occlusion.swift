import LSTMData
import LSTMTensor

/// A word of a text, and what it did for the verdict.
public struct WordContribution: Sendable, Equatable {
  /// The word, of models of characters the character.
  public let word: String
  /// Where it stands in the text's bytes.
  public let range: Range<Int>
  /// How much the logarithm of the odds of the verdict falls where the word is left out.
  public let contribution: Double
}

extension TrainedClassifier {
  /// What each word did for the verdict on a text: how much the log-odds of the likeliest class change where that word alone
  /// is left out (Li, Monroe and Jurafsky 2016).
  ///
  /// Nothing is approximated: the model, networks and linear part, reads the text without each word. Words that only count
  /// together, such as the two of a repetition, can each show little.
  ///
  /// - Parameter text: UTF-8.
  /// - Returns: the words in order; those behind the part that networks read have what the linear model gives them.
  /// - Throws: ``ClassifierError/otherForm(name:found:expected:)`` where the model reads sequences of numbers.
  public func wordContributions(_ text: [UInt8]) throws -> [WordContribution] {
    let pieces = wordPieces
    let ranges = pieces.ranges(of: text).filter { !Array(text[$0]).trimmed.isEmpty }
    let variants = ranges.map { range in
      Array(text[..<range.lowerBound] + text[range.upperBound...])
    }
    let all = try predict(texts: [text] + variants).map(\.probabilities)
    guard let whole = all.first else { return [] }
    let best = whole.indices.reversed().max { whole[$0] < whole[$1] } ?? 0
    return zip(ranges, all.dropFirst()).map { range, without in
      WordContribution(
        word: String(decoding: text[range], as: UTF8.self), range: range,
        contribution: Self.logOdds(whole[best]) - Self.logOdds(without[best]))
    }
  }

  /// What is left out at a time: words, or characters where these are read.
  private var wordPieces: TextPieces {
    if case .grams(let counters) = features.linear, let first = counters.first {
      first.pieces
    } else {
      .words
    }
  }

  private static func logOdds(_ probability: Double) -> Double {
    let held = min(max(probability, 1e-12), 1 - 1e-12)
    return naturalLogarithm(held) - naturalLogarithm(1 - held)
  }
}
