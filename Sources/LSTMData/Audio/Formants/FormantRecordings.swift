/// Recordings that voices make, named as ``FileNamePattern/standard`` says: data for tours and tests.
///
/// ```swift
/// for recording in FormantRecordings(texts: ["yes", "no"], voices: 0..<4, takes: 0..<3).made() {
///   try AtomicFile.write(try recording.waveform.wavBytes(), to: folder + "/" + recording.name)
/// }
/// ```
public struct FormantRecordings: Sendable, Equatable {
  /// A recording.
  public struct Recording: Sendable, Equatable {
    /// The file's name: `yes_voice0_2.wav`.
    public let name: String
    /// What is said.
    public let text: String
    /// Who says it.
    public let speaker: String
    /// Which repetition it is.
    public let take: Int
    /// The sound.
    public let waveform: Waveform
  }

  /// The texts: of words among ``FormantVoice/words``.
  public var texts: [String]
  /// The seeds of the voices.
  public var voices: Range<Int>
  /// The repetitions.
  public var takes: Range<Int>
  /// Samples a second.
  public var sampleRate: Int

  /// Every text in every voice, as often as there are takes.
  ///
  /// - Parameters:
  ///   - texts: of words among ``FormantVoice/words``.
  ///   - voices: the seeds of the voices, 0 or more.
  ///   - takes: the repetitions, 0 or more.
  ///   - sampleRate: samples a second, 4000 or more.
  public init(
    texts: [String] = FormantVoice.words, voices: Range<Int>, takes: Range<Int>,
    sampleRate: Int = 8000
  ) {
    precondition(voices.lowerBound >= 0 && takes.lowerBound >= 0, "voices and takes from 0 on")
    (self.texts, self.voices, self.takes) = (texts, voices, takes)
    self.sampleRate = sampleRate
  }

  /// The recordings: text by text, each in every voice.
  ///
  /// - Throws: ``FormantError``, where a text cannot be said.
  public func made() throws(FormantError) -> [Recording] {
    var recordings: [Recording] = []
    for text in texts {
      for number in voices {
        let voice = FormantVoice(seed: UInt64(number))
        for take in takes {
          let speaker = "voice\(number)"
          let words = text.split(whereSeparator: \.isWhitespace).joined(separator: "_")
          recordings.append(
            Recording(
              name: "\(words)_\(speaker)_\(take).wav", text: text, speaker: speaker, take: take,
              waveform: try voice.say(text, take: take, sampleRate: sampleRate)))
        }
      }
    }
    return recordings
  }
}
