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

  /// Whether the sound has turned out longer than anything that was learned from.
  private var isLong = false

  /// The seconds after which a pause is looked for again.
  private static let searchInterval = 0.25
  /// The seconds that an utterance lasts at most, however long those were that were learned from.
  private static let longest = 20.0

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

  /// The words that are left.
  mutating func finish() -> [TimedWord] {
    var words: [TimedWord] = []
    searched = samples.count
    while isLong, let end = end(), end < samples.count {
      words += recognize(upTo: end)
      searched = samples.count
    }
    return words + recognize(upTo: samples.count)
  }

  private func count(_ duration: Double) -> Int {
    Int(duration * Double(recognizer.sampleRate))
  }

  /// Samples from which on a recording is cut into utterances of about the length that was learned from.
  private var limit: Int {
    let durations = recognizer.features.durations
    return count(
      min(Self.longest, isLong ? 2 * durations.usual : durations.longestWhole))
  }

  /// Where an utterance ends within what is searched, `nil` where it goes on.
  private mutating func end() -> Int? {
    let isFull = searched > limit
    guard pause != nil || isFull else { return nil }
    isLong = isLong || isFull
    let segments = VoiceActivity().segments(
      of: Waveform(sampleRate: recognizer.sampleRate, samples: Array(samples[..<searched])))
    guard let last = segments.last else {
      // Speech may begin in the last moment.
      return isFull ? max(1, searched - count(Self.searchInterval)) : nil
    }
    if let pause, searched - last.upperBound >= count(pause) { return searched }
    return isFull ? cut(segments) : nil
  }

  /// The middle of the last pause before the limit, or else of the first one; without a pause, the end once an utterance is as
  /// long as any may be.
  private func cut(_ segments: [Range<Int>]) -> Int? {
    let starts = segments.dropFirst().map(\.lowerBound) + [searched]
    let pauses = zip(segments, starts)
      .filter { $0.upperBound < $1 }.map { ($0.upperBound + $1) / 2 }
    let within = pauses.last { $0 <= limit } ?? pauses.first
    return within ?? (searched >= count(Self.longest) ? searched : nil)
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
