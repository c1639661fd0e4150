/// What is stored of the n-grams of one length, in this order.
enum NGramPart: String, CaseIterable {
  /// The number of n-grams of each context.
  case sizes
  /// The last token of each, as the number of tokens skipped since the one before it in its context.
  case tokens
  /// How often each was counted.
  case counts

  /// The name of its tensor.
  func name(ofOrder order: Int) -> String { "order.\(order).\(rawValue)" }
}

/// What is wrong with the stored n-grams of one length.
struct NGramFault: Error {
  let part: NGramPart
  let found: String
  let expected: String
}

extension NGramLevel {
  /// The level as numbers, an array for each ``NGramPart``.
  var stored: [[Int32]] {
    var sizes: [Int32] = []
    sizes.reserveCapacity(contextCount)
    var gaps: [Int32] = []
    gaps.reserveCapacity(tokens.count)
    for context in 0..<contextCount {
      let range = Int(first[context])..<Int(first[context + 1])
      sizes.append(Int32(range.count))
      var next: Int32 = 0
      for index in range {
        gaps.append(tokens[index] - next)
        next = tokens[index] + 1
      }
    }
    return [sizes, gaps, counts]
  }

  /// A level from its numbers.
  ///
  /// - Parameters:
  ///   - stored: an array of numbers from zero for each ``NGramPart``.
  ///   - contextCount: the n-grams of the level below.
  ///   - vocabularySize: V.
  ///   - isLowest: whether it is the level of single tokens, which has all V.
  init(stored: [[Int32]], contextCount: Int, vocabularySize: Int, isLowest: Bool) throws(NGramFault)
  {
    let (sizes, gaps, counts) = (stored[0], stored[1], stored[2])
    guard sizes.count == contextCount else {
      throw NGramFault(
        part: .sizes, found: "\(sizes.count) contexts",
        expected: "\(contextCount), the n-grams that are shorter by one")
    }
    guard !isLowest || Int(sizes[0]) == vocabularySize else {
      throw NGramFault(
        part: .sizes, found: "\(sizes[0]) tokens",
        expected: "\(vocabularySize), the vocabulary of the model")
    }
    let total = sizes.reduce(0) { $0 + Int($1) }
    guard total == gaps.count else {
      throw NGramFault(
        part: .tokens, found: "\(gaps.count) tokens", expected: "\(total), as the sizes add up to")
    }
    guard total == counts.count else {
      throw NGramFault(
        part: .counts, found: "\(counts.count) counts", expected: "\(total), as the sizes add up to"
      )
    }
    if !isLowest, let place = counts.firstIndex(of: 0) {
      throw NGramFault(
        part: .counts, found: "a zero at place \(place)", expected: "counts from one")
    }
    self.init(
      tokens: try Self.tokens(gaps, counts, sizes: sizes, vocabularySize: vocabularySize),
      counts: counts, sizes: sizes)
  }

  /// The tokens themselves, once they and the counts have been found within bounds.
  private static func tokens(
    _ gaps: [Int32], _ counts: [Int32], sizes: [Int32], vocabularySize: Int
  ) throws(NGramFault) -> [Int32] {
    var tokens: [Int32] = []
    tokens.reserveCapacity(gaps.count)
    var end = 0
    for size in sizes {
      var (next, total) = (0, 0)
      for index in end..<end + Int(size) {
        next += Int(gaps[index])
        guard next < vocabularySize else {
          throw NGramFault(
            part: .tokens, found: "token \(next) at place \(index)",
            expected: "tokens below \(vocabularySize)")
        }
        tokens.append(Int32(next))
        next += 1
        total += Int(counts[index])
      }
      end += Int(size)
      guard total <= KneserNeyModel.largestTokenCount else {
        throw NGramFault(
          part: .counts, found: "\(total) in one context",
          expected: "at most \(KneserNeyModel.largestTokenCount)")
      }
    }
    return tokens
  }
}
