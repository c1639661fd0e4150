/// Which runs of neighbouring pieces of texts are counted, and how often each occurs in a text: a bag of n-grams.
package struct NGramCounter: Sendable {
  /// An n-gram of a text and how often it occurs there.
  package struct Count: Sendable, Equatable {
    /// Its number.
    package let gram: Int32
    /// From one.
    package var count: Int32
  }

  /// What an n-gram consists of.
  package let pieces: TextPieces
  /// The lengths of n-grams, in pieces.
  package let lengths: ClosedRange<Int>
  private let index: ByteStringIndex

  /// Learns the n-grams of texts: those that several texts have, the most frequent of them.
  ///
  /// They are numbered by the number of their texts, falling, and where equal in the order of their bytes.
  ///
  /// - Parameters:
  ///   - texts: UTF-8.
  ///   - pieces: what they are cut into.
  ///   - lengths: pieces of an n-gram.
  ///   - leastTexts: texts that an n-gram must occur in.
  ///   - limit: n-grams at most.
  package init(
    trainingOn texts: [[UInt8]], pieces: TextPieces, lengths: ClosedRange<Int>, leastTexts: Int = 2,
    limit: Int = 1 << 18
  ) {
    self.pieces = pieces
    self.lengths = lengths
    var all = ByteStringIndex(minimumCapacity: 1 << 16)
    var textCounts: [Int32] = []
    var lastText: [Int32] = []
    for (number, text) in texts.enumerated() {
      Self.visit(text, pieces, lengths) { bytes in
        let entry = all.insert(bytes, bytes.indices)
        if entry == textCounts.count {
          textCounts.append(0)
          lastText.append(-1)
        }
        if lastText[entry] != Int32(number) {
          lastText[entry] = Int32(number)
          textCounts[entry] += 1
        }
      }
    }
    let kept = textCounts.indices.filter { textCounts[$0] >= leastTexts }.sorted {
      textCounts[$0] != textCounts[$1] ? textCounts[$0] > textCounts[$1] : all.isLess($0, $1)
    }
    var index = ByteStringIndex(minimumCapacity: kept.count)
    for entry in kept.prefix(limit) {
      let bytes = all[entry]
      _ = index.insert(bytes, bytes.indices)
    }
    self.index = index
  }

  /// A counter of known n-grams; `nil` where one comes twice.
  package init?(pieces: TextPieces, lengths: ClosedRange<Int>, grams: [[UInt8]]) {
    self.pieces = pieces
    self.lengths = lengths
    var index = ByteStringIndex(minimumCapacity: grams.count)
    for (number, gram) in grams.enumerated() {
      guard index.insert(gram, gram.indices) == number else { return nil }
    }
    self.index = index
  }

  /// How many n-grams are counted.
  package var gramCount: Int { index.count }
  /// The n-grams in the order of their numbers; words have a blank between them.
  package var grams: [[UInt8]] { (0..<index.count).map { index[$0] } }

  /// The known n-grams of a text with their counts, in the order of their numbers.
  package func counts(of text: [UInt8]) -> [Count] {
    var found: [Int32] = []
    Self.visit(text, pieces, lengths) { bytes in
      if let entry = index.entry(bytes, bytes.indices) { found.append(Int32(entry)) }
    }
    found.sort()
    var counts: [Count] = []
    for gram in found {
      if let last = counts.indices.last, counts[last].gram == gram {
        counts[last].count += 1
      } else {
        counts.append(Count(gram: gram, count: 1))
      }
    }
    return counts
  }

  private static func visit(
    _ text: [UInt8], _ pieces: TextPieces, _ lengths: ClosedRange<Int>,
    _ body: (_ gram: [UInt8]) -> Void
  ) {
    switch pieces {
    case .words: visitRuns(of: text, pieces, lengths, between: [0x20], body)
    case .characters:
      visitRuns(of: [0x20] + text + [0x20], pieces, lengths, between: [], body)
    case .wordCharacters:
      for word in TextPieces.words.ranges(of: text) {
        visitRuns(of: [0x20] + text[word] + [0x20], pieces, lengths, between: [], body)
      }
    }
  }

  private static func visitRuns(
    of text: [UInt8], _ pieces: TextPieces, _ lengths: ClosedRange<Int>, between: [UInt8],
    _ body: (_ gram: [UInt8]) -> Void
  ) {
    let ranges = pieces.ranges(of: text)
    for first in ranges.indices {
      var gram: [UInt8] = []
      for last in first..<min(ranges.count, first + lengths.upperBound) {
        if last > first { gram += between }
        gram += text[ranges[last]]
        if last - first + 1 >= lengths.lowerBound { body(gram) }
      }
    }
  }
}
