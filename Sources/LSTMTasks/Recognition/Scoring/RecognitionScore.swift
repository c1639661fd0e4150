/// How well texts were recognised: errors by words and by characters, added up over all texts.
public struct RecognitionScore: Sendable, Equatable {
  /// A word that was taken for another, how often.
  public struct Confusion: Sendable, Equatable {
    /// What was spoken; `nil` where something was heard that was not.
    public let reference: String?
    /// What was recognised; `nil` where nothing was.
    public let hypothesis: String?
    /// How often.
    public let count: Int
  }

  /// Each text by words, in the order of the texts.
  public let alignments: [TranscriptAlignment]
  /// Errors by words; its rate is the word error rate.
  public let words: ErrorCounts
  /// Errors by characters, the spaces between words among them; its rate is the character error rate.
  public let characters: ErrorCounts

  /// Scores recognised texts.
  ///
  /// - Parameters:
  ///   - hypotheses: what was recognised.
  ///   - references: what was spoken, as many.
  public init(hypotheses: [String], references: [String]) {
    precondition(
      hypotheses.count == references.count,
      "\(hypotheses.count) hypotheses for \(references.count) references")
    var (words, characters) = (ErrorCounts(), ErrorCounts())
    alignments = zip(references, hypotheses).map { reference, hypothesis in
      let byWords = TranscriptAlignment(reference: reference, hypothesis: hypothesis)
      words += byWords.counts
      characters +=
        TranscriptAlignment(reference: reference, hypothesis: hypothesis, by: .characters).counts
      return byWords
    }
    (self.words, self.characters) = (words, characters)
  }

  /// Errors for each spoken word.
  public var wordErrorRate: Double { words.rate }
  /// Errors for each spoken character.
  public var characterErrorRate: Double { characters.rate }

  /// The share of texts without an error, 1 without any text.
  public var accuracy: Double {
    let right = alignments.count { $0.counts.errors == 0 }
    return alignments.isEmpty ? 1 : Double(right) / Double(alignments.count)
  }

  /// The errors by words, the most frequent first, equally frequent ones by what was spoken.
  public var confusions: [Confusion] {
    var counts: [[String?]: Int] = [:]
    for alignment in alignments {
      for pair in alignment.pairs where !pair.isHit {
        counts[[pair.reference, pair.hypothesis], default: 0] += 1
      }
    }
    return counts.map { Confusion(reference: $0.key[0], hypothesis: $0.key[1], count: $0.value) }
      .sorted { left, right in
        (right.count, left.reference ?? "", left.hypothesis ?? "")
          < (left.count, right.reference ?? "", right.hypothesis ?? "")
      }
  }
}
