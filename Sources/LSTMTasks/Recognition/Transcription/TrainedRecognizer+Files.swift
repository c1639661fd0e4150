import LSTMData

/// What happens while a file is transcribed.
public enum TranscriptionEvent: Sendable, Equatable {
  /// Words that will not change.
  case recognized([TimedWord])
  /// What has been heard since, and may change, after so many seconds of the recording.
  case heard([TimedWord], seconds: Double)
}

extension TrainedRecognizer {
  /// Samples that are read at a time, of standard input few, so that words are there soon.
  private static let (pieceSize, livePieceSize) = (1 << 14, 1 << 8)

  /// What is said in a file, in memory that does not grow with its length.
  ///
  /// - Parameters:
  ///   - path: a WAV file, `-` for standard input, which is transcribed while it comes.
  ///   - options: how to search.
  ///   - event: receives words as they are recognised.
  /// - Returns: the words, and what a reader should know about the recording.
  /// - Throws: `WAVError`, ``RecognizerError``, and what `event` throws.
  public func transcribe(
    contentsOf path: String, _ options: RecognitionOptions = RecognitionOptions(),
    event: (TranscriptionEvent) throws -> Void = { _ in }
  ) throws -> (words: [TimedWord], notes: [String]) {
    var reader = try WAVReader(
      path: path, pieceFrames: path == "-" ? Self.livePieceSize : Self.pieceSize)
    let rate = reader.format.sampleRate
    var stream = try stream(options, sampleRate: rate)
    var (words, partial): ([TimedWord], [TimedWord]) = ([], [])
    func take(_ new: [TimedWord]) throws {
      guard !new.isEmpty else { return }
      words += new
      try event(.recognized(new))
    }
    while let piece = try reader.next() {
      try take(stream.append(reader.format.mono(piece)))
      let heard = stream.partial
      if heard != partial {
        try event(.heard(heard, seconds: Double(reader.framesRead) / Double(rate)))
      }
      partial = heard
    }
    try take(stream.finish())
    return (words, reader.notes)
  }
}
