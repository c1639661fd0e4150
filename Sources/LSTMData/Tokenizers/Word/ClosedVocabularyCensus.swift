/// How often each word of a tokenised text occurs.
struct ClosedVocabularyCensus {
  private var words = ByteStringIndex(minimumCapacity: 1 << 14)
  private var counts: [Int]
  private let special: [[UInt8]]

  init() {
    special = [
      ClosedVocabularyTokenizer.endOfLine, ClosedVocabularyTokenizer.unknown,
    ].map { Array($0.utf8) }
    counts = [0, 0]
    for word in special { _ = words.insert(word, 0..<word.count) }
  }

  mutating func countWords(of text: [UInt8]) {
    var scanner = LineWords(text)
    while let word = scanner.next() {
      if LineWords.isLineBreak(text, word) {
        counts[0] += 1
      } else if word.count > TokenizerDescription.maximumTokenLength {
        counts[1] += 1
      } else {
        let entry = words.insert(text, word)
        if entry == counts.count { counts.append(0) }
        counts[entry] += 1
      }
    }
  }

  /// The most frequent words and the two special ones, the most frequent first.
  func vocabulary(limit: Int, minimumCount: Int) -> [[UInt8]] {
    let frequent = (special.count..<words.count)
      .filter { counts[$0] >= minimumCount && UTF8Scan.isValid(words[$0]) }
      .sorted(by: isMoreFrequent)
      .prefix(limit - special.count)
    return (Array(frequent) + special.indices).sorted(by: isMoreFrequent).map { words[$0] }
  }

  private func isMoreFrequent(_ first: Int, _ second: Int) -> Bool {
    counts[first] == counts[second] ? words.isLess(first, second) : counts[first] > counts[second]
  }
}
