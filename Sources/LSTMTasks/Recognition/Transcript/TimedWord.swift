import LSTMFormats

/// A word that was recognised, and when it is said.
public struct TimedWord: Sendable, Equatable {
  /// The word.
  public let word: String
  /// Where it begins, in seconds from the start of the recording, 0 or more.
  public let start: Double
  /// Where it ends, in seconds, not before ``start``.
  public let end: Double
  /// How sure the recogniser is, 0 to 1.
  public let confidence: Float

  /// A word and when it is said.
  ///
  /// What is out of its range is taken to the nearest value in it: times before the recording, an end before the start, a
  /// confidence above 1.
  public init(_ word: String, start: Double, end: Double, confidence: Float) {
    self.word = word
    self.start = start.isFinite ? max(0, start) : 0
    self.end = end.isFinite ? max(self.start, end) : self.start
    self.confidence = confidence.isNaN ? 0 : min(max(confidence, 0), 1)
  }

  /// A word and the frames that say it.
  ///
  /// - Parameters:
  ///   - frames: counted from the start of the recording.
  ///   - hop: the seconds from a frame to the next; a frame lasts half a hop before and after its time.
  public init(_ word: String, frames: Range<Int>, hop: Double, confidence: Float) {
    self.init(
      word, start: (Double(frames.lowerBound) - 0.5) * hop,
      end: (Double(frames.upperBound) - 0.5) * hop, confidence: confidence)
  }

  /// The word as data: times to the millisecond, the confidence to four decimals.
  public var json: JSONValue {
    [
      "word": .string(word), "start": ((start * 1000).rounded() / 1000).json,
      "end": ((end * 1000).rounded() / 1000).json,
      "confidence": ((Double(confidence) * 10_000).rounded() / 10_000).json,
    ]
  }
}

extension [TimedWord] {
  /// The words with one space between them.
  public var text: String { map(\.word).joined(separator: " ") }
}
