import LSTMFormats
import LSTMKit

/// The demo's part on speech: words that this program says itself, in voices of formant synthesis, are learned, heard and
/// spoken.
struct DemoSpeech {
  private static let words = ["yes", "no", "stop", "go", "left", "right"]
  private static let (learnedVoices, scoredVoices) = (0..<10, 10..<16)
  private static let (takes, sampleRate) = (3, 8000)
  /// What a voice says that is in neither.
  private static let sentence = "go left no stop go right yes"
  private static let speaker = FormantVoice(seed: 16)
  /// What a model says that has learned to speak from the same recordings, and in whose voice.
  private static let (answer, voice) = ("left stop right", "voice0")

  static let introduction = """

    Now speech: \(learnedVoices.count) voices made up for this demo say \(words.count) words, \(takes) times each. \
    \(scoredVoices.count) other voices are kept for the test.

    """

  let report: RecognitionReport
  let transcript: Transcript
  let sound: ExplainedSound
  /// What the recogniser hears of what the other model says.
  let echo: Transcript

  /// Learns and is scored; the folder takes the sentence for the while.
  init(
    in folder: String, stop: StopSignal, hearing: (TrainingEvent) -> Void,
    speaking: (TrainingEvent) -> Void
  ) throws {
    let learned = try Self.recordings(Self.learnedVoices, takes: Self.takes)
    let trained = try Recognizer(Self.options).fit(learned, stop: stop, receive: hearing)
    report = try trained.evaluate(
      try Self.recordings(Self.scoredVoices, takes: 1), commonest: Self.words[0])
    let file = "\(folder)/sentence.wav"
    let sentence = try Self.speaker.say(Self.sentence, sampleRate: Self.sampleRate)
    try AtomicFile.write(try sentence.wavBytes(), to: file)
    transcript = Transcript(file: "sentence.wav", words: try trained.transcribe(sentence))
    let explanation = Explanation(
      of: try Reading(trained, ExplainedSource(.file(file), stepLimit: Explanation.stepLimit)))
    guard case .sound(var sound) = explanation.input.content else {
      throw ExplanationError.noSound(picture: "spikes")
    }
    // The pictures are of the sentence read as one, the words of its parts between pauses.
    sound.words = transcript.words.map {
      .init($0.word, start: $0.start, end: $0.end, confidence: Double($0.confidence))
    }
    self.sound = sound
    let speaker = try Synthesizer(Self.speakingOptions).fit(
      learned, stop: stop, receive: speaking)
    let said = try speaker.speak(Self.answer, speaker: Self.voice, seed: 1)
    echo = Transcript(file: "answer.wav", words: try trained.transcribe(said))
  }

  private static var speakingOptions: SynthesisOptions {
    var options = SynthesisOptions()
    options.hiddenSize = 64
    options.latentSize = 0
    options.continuationSize = 0
    options.batchSize = 12
    options.learningRate = 0.01
    options.budget = (nil, 200, nil)
    return options
  }

  private static var options: RecognizerOptions {
    var options = RecognizerOptions()
    options.units = .words
    // The sentence is a row of words, and each is learned alone.
    options.longestRow = 3
    options.batchSize = 12
    options.validationFraction = 0
    options.learningRate = 0.015
    // Some six seconds on two cores; a step budget repeats to the bit.
    options.budget = (nil, 160, nil)
    return options
  }

  private static func recordings(_ voices: Range<Int>, takes: Int) throws -> SpokenRecordings {
    let made = FormantRecordings(
      texts: words, voices: voices, takes: 0..<takes, sampleRate: sampleRate)
    return SpokenRecordings(
      name: "the demo's voices",
      recordings: try made.made().map {
        .init(name: $0.name, text: $0.text, speaker: $0.speaker, waveform: $0.waveform)
      })
  }

  var lines: [String] {
    [
      "",
      "Of \(report.score.alignments.count) words in voices that it never heard it gets "
        + "\((100 * report.score.accuracy).text(1)) % right.",
      "Another new voice says: \(Self.sentence). It hears, with times and how sure it is:",
      "",
    ]
      + transcript.words.map {
        "  \($0.start.text(2)) to \($0.end.text(2)) s  \($0.word.padded(to: 8))"
          + "\((100 * Double($0.confidence)).text(0)) %".leftPadded(to: 5)
      } + [
        "",
        "A second model has learned to speak from the same recordings. It says: \(Self.answer). The first hears: "
          + "\(echo.text).", "",
      ]
  }

  var members: [(String, JSONValue)] {
    [
      (
        "speech",
        .object(
          JSONObject([
            ("words", report.json), ("said", .string(Self.sentence)), ("heard", transcript.json),
            ("answered", .string(Self.answer)), ("heard_answer", echo.json),
          ]))
      )
    ]
  }

  var section: ReportSection {
    ReportSection(
      "Words that it heard",
      lines.prefix(3).filter { !$0.isEmpty }.map { .paragraph($0) }
        + sound.recognition.blocks + [.heatMap(sound.spectrogram), .chart(sound.spikes)]
        + lines.suffix(2).filter { !$0.isEmpty }.map { .paragraph($0) })
  }
}
