import LSTMTensor

/// A recognised text beside the text that was spoken, symbol by symbol, with the fewest errors.
///
/// Of alignments with equally few errors, one with the most symbols in common.
public struct TranscriptAlignment: Sendable, Equatable {
  /// What is compared.
  public enum Symbols: Sendable {
    /// What stands between white space.
    case words
    /// Characters as a reader counts them, with one space between words.
    case characters
  }

  /// A symbol of the reference, of the hypothesis, or of each.
  public struct Pair: Sendable, Equatable {
    /// What was spoken; `nil` for an insertion.
    public let reference: String?
    /// What was recognised; `nil` for a deletion.
    public let hypothesis: String?

    /// Whether both are the same.
    public var isHit: Bool { reference == hypothesis }
  }

  /// The symbols in order.
  public let pairs: [Pair]

  /// Aligns a recognised text with the spoken one; neither case nor punctuation is changed.
  public init(reference: String, hypothesis: String, by symbols: Symbols = .words) {
    let (expected, found) = (symbols.split(reference), symbols.split(hypothesis))
    var (i, j) = (0, 0)
    pairs = EditAlignment(from: expected, to: found).steps.map { step in
      let pair = Pair(
        reference: step == .insertion ? nil : expected[i],
        hypothesis: step == .deletion ? nil : found[j])
      if step != .insertion { i += 1 }
      if step != .deletion { j += 1 }
      return pair
    }
  }

  /// What went right and wrong.
  public var counts: ErrorCounts {
    var counts = ErrorCounts()
    for pair in pairs {
      if pair.isHit {
        counts.hits += 1
      } else if pair.reference == nil {
        counts.insertions += 1
      } else if pair.hypothesis == nil {
        counts.deletions += 1
      } else {
        counts.substitutions += 1
      }
    }
    return counts
  }
}

extension TranscriptAlignment.Symbols {
  func split(_ text: String) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace)
    return switch self {
    case .words: words.map { String($0) }
    case .characters: words.joined(separator: " ").map { String($0) }
    }
  }
}
