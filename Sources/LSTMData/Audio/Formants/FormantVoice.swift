import LSTMTensor

/// A voice that a synthesiser of formants makes, after Klatt 1980: small recordings for tests and tours, with nothing to
/// download.
///
/// ```swift
/// let voice = FormantVoice(seed: 3)
/// let stop = try voice.say("stop", sampleRate: 8000)
/// let again = try voice.say("stop", take: 1, sampleRate: 8000)   // no two takes are alike
/// ```
///
/// It is understood, not natural. The same voice, text and take are the same samples on every system.
public struct FormantVoice: Sendable, Equatable {
  /// What takes differ by, and voices that chance makes.
  public var seed: UInt64 = 0
  /// The mean pitch in hertz: 60 to 400.
  public var pitch = 115.0
  /// From the folds to the lips, in centimetres: 11 to 20; a man's tract is about 17 long, a woman's 14.5, a child's 12.
  public var tractLength = 17.0
  /// How fast it speaks: 0.5 to 2; 1 says a digit in about half a second.
  public var rate = 1.0
  /// How much breath is in the voice: 0 to 1.
  public var breathiness = 0.2
  /// How much one take differs from another: 0 not at all, 1 as a person's do, 2 at most.
  public var variety = 1.0
  /// How far F1, F2 and F3 are from those of another tract of the same length: factors of 0.8 to 1.2.
  public var formantFactors = [1.0, 1, 1]

  /// A man's voice of middle pitch.
  public init() {}

  /// A voice of its own for every seed: men, women and some children, slow and fast, breathy and clear.
  public init(seed: UInt64) {
    self.seed = seed
    var random = RandomGenerator(seed: RandomGenerator.key(seed, 0))
    func draw(_ low: Double, _ high: Double) -> Double {
      low + (high - low) * Double(random.uniform())
    }
    switch random.index(below: 9) {
    case 0...3: (pitch, tractLength) = (draw(85, 150), draw(15.8, 18.2))
    case 4...7: (pitch, tractLength) = (draw(165, 245), draw(13.8, 15.6))
    default: (pitch, tractLength) = (draw(230, 300), draw(12.2, 13.6))
    }
    rate = draw(0.8, 1.25)
    breathiness = draw(0.05, 0.6)
    formantFactors = (0..<3).map { _ in draw(0.95, 1.05) }
  }

  /// Words as sound.
  ///
  /// - Parameters:
  ///   - text: words among ``words``, white space between them.
  ///   - take: which repetition; each has its own pitch, pace and level.
  ///   - sampleRate: samples a second, 4000 or more.
  /// - Throws: ``FormantError``.
  public func say(
    _ text: String, take: Int = 0, sampleRate: Int = 16_000
  ) throws(FormantError) -> Waveform {
    try utterance(text, take: take, sampleRate: sampleRate).waveform
  }

  /// Words as sound, and when each of them is said.
  ///
  /// Between words there are pauses of 0.05 to 0.3 s. Parameters are those of ``say(_:take:sampleRate:)``.
  ///
  /// - Throws: ``FormantError``.
  public func utterance(
    _ text: String, take: Int = 0, sampleRate: Int = 16_000
  ) throws(FormantError) -> FormantUtterance {
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else { throw .emptyText }
    var spelled: [(text: String, phones: [Phone])] = []
    for word in words {
      guard let phones = Self.pronunciation(of: word) else {
        throw .unknownWord(word: word, known: Self.words)
      }
      spelled.append((word, phones))
    }
    return utterance(spelled, take: take, sampleRate: sampleRate)
  }

  /// A word, spelled as phones, as sound.
  ///
  /// - Parameters:
  ///   - phones: silence for none.
  ///   - take: which repetition; each has its own pitch, pace and level.
  ///   - sampleRate: samples a second, 4000 or more.
  public func say(_ phones: [Phone], take: Int = 0, sampleRate: Int = 16_000) -> Waveform {
    utterance([("", phones)], take: take, sampleRate: sampleRate).waveform
  }

  private func utterance(
    _ words: [(text: String, phones: [Phone])], take: Int, sampleRate: Int
  ) -> FormantUtterance {
    precondition(sampleRate >= 4000, "speech needs 4000 samples a second, not \(sampleRate)")
    var plan = FormantPlan(voice: self, take: take)
    for word in words { plan.append(word.phones, text: word.text) }
    let waveform = FormantSynthesizer.waveform(plan.finished(), voice: self)
    return FormantUtterance(
      waveform: Resampler.resample(waveform, to: sampleRate), words: plan.words)
  }
}

/// Words as sound, and when each of them is said.
public struct FormantUtterance: Sendable, Equatable {
  /// A word in an utterance.
  public struct Word: Sendable, Equatable {
    /// As it was asked for.
    public let text: String
    /// Where it begins, in seconds.
    public let start: Double
    /// Where it ends, in seconds.
    public let end: Double
  }

  /// The sound.
  public let waveform: Waveform
  /// The words, in order.
  public let words: [Word]
}
