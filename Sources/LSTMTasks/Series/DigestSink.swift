import LSTMFormats

/// Takes in the content of data, number by number, for a digest that does not depend on how a file wrote it.
struct DigestSink {
  private(set) var digest = SHA256()

  /// Texts with their lengths, so that no two lists read alike.
  mutating func take(_ texts: [String]) {
    take([UInt64(texts.count)])
    for text in texts {
      take([UInt64(text.utf8.count)])
      digest.update(Array(text.utf8))
    }
  }

  mutating func take(_ words: [UInt64]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(words.count * 8)
    for word in words {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> shift))
      }
    }
    digest.update(bytes)
  }
}
