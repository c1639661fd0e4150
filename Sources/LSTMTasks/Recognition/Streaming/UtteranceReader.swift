import LSTMData

/// Cuts sound into utterances at its pauses, and has each recognised as a whole.
struct UtteranceReader: Sendable {
  private let recognizer: TrainedRecognizer
  private let decoder: any FrameDecoder
  private let choices: [[Int32]]?
  private let pause: Double?
  /// What has not been recognised yet; the first sample is sample `start` of the sound.
  private var samples: [Float] = []
  private var start = 0
  /// Samples of the buffer in which a pause has been looked for.
  private var searched = 0

  /// The seconds after which a pause is looked for again.
  private static let searchInterval = 0.5
  /// The seconds beyond which an utterance is cut at its widest pause, and those that each part has at least.
  private static let (longest, shortest) = (20.0, 2.0)

  /// - Parameter choices: the units of texts of which one is said in each utterance; `nil`: any may be.
  init(
    _ recognizer: TrainedRecognizer, _ decoder: any FrameDecoder, choices: [[Int32]]?,
    pause: Double?
  ) {
    self.recognizer = recognizer
    self.choices = choices
    self.decoder = decoder
    self.pause = pause
  }

  /// Takes samples at the networks' rate, and gives the words of the utterances that have ended.
  mutating func append(_ more: [Float]) -> [TimedWord] {
    samples += more
    var words: [TimedWord] = []
    // Looked at after so many samples whatever the pieces are, so that all cuttings give the same words.
    while samples.count - searched >= count(Self.searchInterval) {
      searched += count(Self.searchInterval)
      if let end = end() { words += recognize(upTo: end) }
    }
    return words
  }

  /// The words of the last utterance.
  mutating func finish() -> [TimedWord] {
    recognize(upTo: samples.count)
  }

  private func count(_ duration: Double) -> Int {
    Int(duration * Double(recognizer.sampleRate))
  }

  /// Where an utterance ends within what is searched, `nil` where it goes on.
  private func end() -> Int? {
    let isLong = searched >= count(Self.longest)
    guard pause != nil || isLong else { return nil }
    let segments = VoiceActivity().segments(
      of: Waveform(sampleRate: recognizer.sampleRate, samples: Array(samples[..<searched])))
    guard let last = segments.last else {
      // Speech may begin in the last moment.
      return isLong ? max(1, searched - count(Self.searchInterval)) : nil
    }
    if let pause, searched - last.upperBound >= count(pause) { return searched }
    guard isLong else { return nil }
    return widestPause(segments) ?? searched
  }

  /// The middle of the widest pause, not too near to either end.
  private func widestPause(_ segments: [Range<Int>]) -> Int? {
    let inner =
      count(
        Self.shortest)..<max(
        count(Self.shortest) + 1, searched - count(Self.shortest) / 2)
    var best: (middle: Int, width: Int)?
    let starts = segments.dropFirst().map(\.lowerBound) + [searched]
    for (segment, next) in zip(segments, starts) {
      let middle = (segment.upperBound + next) / 2
      let width = next - segment.upperBound
      if inner.contains(middle), width > best?.width ?? 0 { best = (middle, width) }
    }
    return best?.middle
  }

  private mutating func recognize(upTo end: Int) -> [TimedWord] {
    let utterance = Array(samples[..<end])
    samples.removeFirst(end)
    let first = Double(start) / Double(recognizer.sampleRate)
    start += end
    searched = max(0, searched - end)
    let sound = Waveform(sampleRate: recognizer.sampleRate, samples: utterance)
    guard !VoiceActivity().segments(of: sound).isEmpty else { return [] }
    return recognizer.words(
      recognizer.units(of: utterance, decoder, choices: choices), from: first)
  }
}
