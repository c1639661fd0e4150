import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Recognisers")
struct RecognizerTests {
  /// One that is trained once for all tests that only use it.
  private static let whole = Result {
    try Recognizer(ToneSpeech.options).fit(ToneSpeech.recordings(40, seed: 1))
  }
  private static let streaming = Result {
    var options = ToneSpeech.options
    options.isStreaming = true
    return try Recognizer(options).fit(ToneSpeech.recordings(40, seed: 1))
  }

  @Test(
    "hear words that they have learned, in both directions and forward only", arguments: [0, 1])
  func learning(number: Int) throws {
    let recognizer = try [Self.whole, Self.streaming][number].get()
    #expect(recognizer.isStreaming == (number == 1))
    let test = ToneSpeech.recordings(24, seed: 2)
    let report = try recognizer.evaluate(test, commonest: "do")
    #expect(report.score.wordErrorRate < 0.05, "\(report.errorLines)")
    #expect(report.baseline.wordErrorRate > 0.5)
    // Times lie where the tones are: each begins 180 ms behind the one before.
    let words = try recognizer.transcribe(ToneSpeech.say([0, 2, 1]))
    #expect(words.text == "do so mi")
    for (place, word) in words.enumerated() {
      let start = 0.04 + 0.18 * Double(place)
      #expect(word.start > start - 0.05 && word.start < start + 0.25)
      #expect(word.confidence > 0.5 && word.confidence <= 1)
    }
  }

  @Test("give the same words for any cutting of the sound, at any rate", arguments: [0, 1])
  func cutting(number: Int) throws {
    let recognizer = try [Self.whole, Self.streaming][number].get()
    var options = RecognitionOptions()
    options.pause = 0.3
    for rate in [8000, 11_025] {
      let sound = Waveform(
        sampleRate: rate,
        samples: ToneSpeech.say([0, 1], rate: rate).samples
          + [Float](repeating: 0, count: rate) + ToneSpeech.say([2], rate: rate).samples)
      let expected = try recognizer.transcribe(sound, options)
      #expect(expected.text == "do mi so")
      for size in [100, 1999, 20_000] {
        var stream = try recognizer.stream(options, sampleRate: rate)
        var words: [TimedWord] = []
        for start in stride(from: 0, to: sound.samples.count, by: size) {
          words += stream.append(
            Array(sound.samples[start..<min(sound.samples.count, start + size)]))
        }
        words += stream.finish()
        #expect(words == expected)
      }
    }
  }

  @Test("say what they have heard before the end, where they read forward only")
  func partial() throws {
    var stream = try Self.streaming.get().stream(sampleRate: 8000)
    let sound = ToneSpeech.say([1, 0]).samples
    #expect(stream.append(Array(sound[..<1900])).isEmpty)
    #expect(stream.partial.text == "mi")
    #expect(stream.append(Array(sound[1900...])).isEmpty)
    #expect(stream.finish().text == "mi do")
    var other = try Self.whole.get().stream(sampleRate: 8000)
    #expect(other.append(sound).isEmpty && other.partial.isEmpty)
    #expect(other.finish().text == "mi do")
  }

  @Test("cut a long recording at its pauses, whatever its length")
  func long() throws {
    let recognizer = try Self.whole.get()
    var stream = try recognizer.stream(sampleRate: 8000)
    let phrase =
      ToneSpeech.say([0, 1]).samples + [Float](repeating: 0, count: 9600)
    var (words, spoken): ([TimedWord], Int) = ([], 0)
    for _ in 0..<17 {
      words += stream.append(phrase)
      spoken += 1
    }
    // The first twenty seconds have been given back long before the end.
    #expect(words.count >= 12)
    words += stream.finish()
    #expect(words.map(\.word) == (0..<spoken).flatMap { _ in ["do", "mi"] })
    let starts = words.map(\.start)
    #expect(starts == starts.sorted())
    let period = Double(phrase.count) / 8000
    for (place, start) in starts.enumerated() where place % 2 == 0 {
      #expect(abs(start - period * Double(place / 2) - starts[0]) < 0.1)
    }
  }

  @Test("hear nothing in silence, in one sample, and in no sample")
  func silence() throws {
    for count in [0, 1, 8000] {
      let silent = Waveform(sampleRate: 8000, samples: [Float](repeating: 0, count: count))
      #expect(try Self.whole.get().transcribe(silent).isEmpty)
    }
    let empty = Waveform(sampleRate: 8000, samples: [])
    #expect(try Self.streaming.get().transcribe(empty).isEmpty)
  }

  @Test(
    "answer later and the same, whether sound comes step by step or as a whole", arguments: [0, 3])
  func delay(steps: Int) {
    let architecture = RecognizerArchitecture(
      inputSize: 5, classCount: 4, cell: .lstm, isStreaming: true, delay: steps, hiddenSize: 6,
      layerCount: 2, dropout: 0, noise: 0, memberCount: 1)
    var random = RandomGenerator(seed: 7)
    let network = RecognizerNetwork(architecture, using: &random)
    let utterance = AcousticFeatures(width: 5, values: (0..<50).map { _ in random.normal() })
    let prepared = PreparedRecognizer(network)
    let whole = prepared.logits(of: utterance)
    #expect(whole.shape == [10, 4])
    var stream = RecognizerSteps(prepared)
    var rows: [Float] = []
    for step in 0..<10 {
      let answer = stream.read(AcousticFeatures(width: 5, values: Array(utterance[step])))
      #expect(answer.shape[0] == (step < steps ? 0 : 1))
      rows += answer.values
    }
    #expect(rows + stream.finish().values == whole.values)
    // In training the same steps answer for the same steps.
    let batch = network(SpeechBatch([utterance]), phase: .inference)
    #expect(batch.values == whole.values)
    // What comes more than the delay behind a step cannot change its answer.
    var other = utterance
    for place in 5 * (4 + steps + 1)..<50 { other.values[place] = 9 }
    #expect(prepared.logits(of: other).rows(0..<5).values == whole.rows(0..<5).values)
    #expect(prepared.logits(of: other).values != whole.values)
  }

  @Test("come back from their folder with the same bits, and go on where they were stopped")
  func folder() throws {
    try withTemporaryFolder { path in
      let data = path + "/tones"
      try OutputFolder.prepare(data)
      for recording in ToneSpeech.recordings(16, seed: 3).recordings {
        let text = recording.text.replacing(" ", with: "_")
        try AtomicFile.write(
          try recording.waveform.wavBytes(),
          to: "\(data)/\(text)_\(recording.speaker ?? "")_\(recording.name)")
      }
      var request = RecognizerTrainingRequest(data: data, options: ToneSpeech.options)
      request.options.variation = SpeechVariation()
      request.options.longestRow = 2
      request.options.memberCount = 2
      request.options.budget = (epochs: 2, steps: nil, minutes: nil)
      let summary = try RecognizerTask.train(request, into: path + "/a")
      #expect(summary.report?.score.alignments.count == 2)
      let stop = StopSignal()
      let half = try RecognizerTask.train(
        request, into: path + "/b", stop: stop,
        events: { event in
          if case .step(let step) = event, step.step == 27 { stop.raise() }
        })
      #expect(half.wasInterrupted)
      request.resumes = true
      _ = try RecognizerTask.train(request, into: path + "/b")
      let weights = try ["a", "b"].map {
        try FileReader.bytes(of: "\(path)/\($0)/model.safetensors")
      }
      #expect(weights[0] == weights[1])
      let (one, other) = (
        try TrainedRecognizer(contentsOf: ModelFolder.open(path + "/a")),
        try TrainedRecognizer(contentsOf: ModelFolder.open(path + "/b"))
      )
      let sound = ToneSpeech.say([2, 0])
      #expect(try one.transcribe(sound) == other.transcribe(sound))
      #expect(
        try TrainedRecognizer.commonestText(in: ModelFolder.open(path + "/a")).isEmpty == false)
    }
  }

  @Test("favour hot words, and refuse those that they cannot say")
  func hotWords() throws {
    let recognizer = try Self.whole.get()
    var options = RecognitionOptions()
    options.hotWords = ["so"]
    options.hotWordBonus = 200
    // No sound could outweigh such a bonus.
    let words = try recognizer.transcribe(ToneSpeech.say([0]), options)
    #expect(words.map(\.word).contains("so"))
    options.hotWords = ["la"]
    #expect(throws: RecognizerError.self) {
      try recognizer.transcribe(ToneSpeech.say([0]), options)
    }
  }

  @Test("find the best path as the search does, where the sound is clear")
  func greedy() throws {
    let recognizer = try Self.whole.get()
    var options = RecognitionOptions()
    options.beamWidth = 1
    for recording in ToneSpeech.recordings(6, seed: 4).recordings {
      #expect(
        try recognizer.transcribe(recording.waveform, options).text
          == recognizer.transcribe(recording.waveform).text)
    }
  }

  @Test("refuse recordings whose texts are longer than their sound")
  func tooShort() throws {
    let sound = ToneSpeech.say([0])
    let text = Array(repeating: "do", count: 40).joined(separator: " ")
    let recording = SpokenRecordings.Recording(
      name: "a", text: text, speaker: nil, waveform: sound)
    let data = SpokenRecordings(name: "tones", recordings: [recording, recording])
    #expect(throws: RecognizerError.allTooShort(name: "tones", count: 1)) {
      try Recognizer(ToneSpeech.options).fit(data)
    }
  }
}
