import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTensor
import LSTMTestSupport
import LSTMTraining
import Testing

@testable import LSTMTasks

@Suite("Synthesisers")
struct SynthesizerTests {
  private static var options: SynthesisOptions {
    var options = SynthesisOptions()
    options.embeddingSize = 16
    options.hiddenSize = 24
    options.speakerSize = 4
    options.latentSize = 2
    options.continuationSize = 16
    options.dropout = 0
    options.batchSize = 8
    options.learningRate = 0.02
    options.budget.steps = 150
    return options
  }

  /// One that is trained once for all tests that only use it.
  private static let whole = Result {
    try Synthesizer(options).fit(ToneSpeech.recordings(40, seed: 1))
  }
  /// One that has heard single words only.
  private static let single = Result {
    var options = SynthesizerTests.options
    options.budget.steps = 20
    options.framesPerStep = 2
    options.latentSize = 0
    let all = ToneSpeech.recordings(60, seed: 1)
    let words = all.recordings.filter { !$0.text.contains(" ") }
    return try Synthesizer(options).fit(SpokenRecordings(name: "tones", recordings: words))
  }

  /// The loudest of the frequencies in a sound's loudest part.
  private func loudest(_ samples: [Float], of frequencies: [Double]) -> Int? {
    let powers = frequencies.map { frequency in
      var (x, y) = (0.0, 0.0)
      for (place, sample) in samples.enumerated() {
        let angle = 2 * Double.pi * frequency * Double(place) / 8000
        x += Double(sample) * cosine(angle)
        y += Double(sample) * cosine(angle - .pi / 2)
      }
      return x * x + y * y
    }
    return powers.indices.max { powers[$0] < powers[$1] }
  }

  @Test("say words that they have learned, at the right pitch and about as long")
  func learning() throws {
    let synthesizer = try Self.whole.get()
    #expect(synthesizer.speakers == ["anna", "ben"])
    // Each tone, and those a speaker's distance around it.
    let around = [350.0, 400, 460, 800, 900, 1020, 1700, 1900, 2100]
    for (number, word) in ToneSpeech.words.enumerated() {
      for seed in 1...3 {
        let speech = try synthesizer.speech(word, speaker: "anna", options(seed: UInt64(seed)))
        #expect(loudest(speech.waveform.samples, of: around).map { $0 / 3 } == number, "\(word)")
        #expect(speech.waveform.duration > 0.1 && speech.waveform.duration < 0.5)
        #expect(speech.units.map(\.text).joined() == word)
      }
    }
    let row = try synthesizer.speech("do so mi", speaker: "ben")
    #expect(row.units.map(\.text).joined() == "do so mi")
    #expect(row.waveform.duration > 0.35)
    for (unit, next) in zip(row.units, row.units.dropFirst()) { #expect(unit.end == next.start) }
  }

  private func options(seed: UInt64) -> SpeakingOptions {
    var options = SpeakingOptions()
    options.seed = seed
    options.iterations = 8
    return options
  }

  @Test("say the same for the same seed, another take for another, and another voice's for another")
  func seeds() throws {
    let synthesizer = try Self.whole.get()
    let sound = try synthesizer.speak("do mi", speaker: "anna", seed: 4)
    #expect(try sound == synthesizer.speak("do mi", speaker: "anna", seed: 4))
    #expect(try sound == synthesizer.speak("do mi", seed: 4))
    #expect(try sound != synthesizer.speak("do mi", speaker: "anna", seed: 5))
    #expect(try sound != synthesizer.speak("do mi", speaker: "ben", seed: 4))
    var usual = options(seed: 1)
    (usual.variety, usual.durationVariety) = (0, 0)
    let frames = try synthesizer.speech("do mi", usual).frames
    usual.seed = 2
    #expect(try frames == synthesizer.speech("do mi", usual).frames)
    usual.rate = 2
    #expect(try synthesizer.speech("do mi", usual).frames.count < frames.count * 2 / 3)
  }

  @Test("say words one by one with pauses, where they have heard single words only")
  func pauses() throws {
    let synthesizer = try Self.single.get()
    var manner = options(seed: 3)
    manner.pause = 0.2
    let speech = try synthesizer.speech("do mi so", manner)
    #expect(speech.units.map(\.text).joined() == "domiso")
    let gaps = zip(speech.units, speech.units.dropFirst()).map { $1.start - $0.end }
    #expect(gaps.count { $0 > 0.19 } == 2)
    // Silence is as the recordings have it.
    let first = try #require(speech.units.firstIndex { $0.text == "m" })
    let frame = Int((speech.units[first].start / 0.008).rounded()) - 5
    #expect((speech.frames[frame].max() ?? 0) < -10)
  }

  @Test("refuse texts that they cannot say, and speakers that they have not heard")
  func refusals() throws {
    let synthesizer = try Self.whole.get()
    #expect(throws: SynthesisError.self) { try synthesizer.speak("fa") }
    #expect(throws: SynthesisError.noWords(text: "")) { try synthesizer.speak("") }
    #expect(throws: SynthesisError.unknownSpeaker(name: "Ana", speakers: ["anna", "ben"])) {
      try synthesizer.speak("do", speaker: "Ana")
    }
    let error = SynthesisError.unknownSpeaker(name: "Ana", speakers: ["anna", "ben"])
    #expect(
      error.description
        == "The model has not heard \"Ana\"; expected one of anna, ben. Did you mean anna?")
    let silent = Waveform(sampleRate: 8000, samples: [0.1, 0.2])
    #expect(throws: SynthesisError.self) { try synthesizer.continuation(of: silent, seconds: 1) }
    var without = Self.options
    without.continuationSize = 0
    without.budget.steps = 2
    let other = try Synthesizer(without).fit(ToneSpeech.recordings(8, seed: 2))
    #expect(!other.canContinue)
    #expect(throws: SynthesisError.noContinuation) {
      try other.continuation(of: ToneSpeech.say([1]), seconds: 1)
    }
  }

  @Test("go on with a recording, as long as asked, the same for the same seed")
  func continuing() throws {
    let synthesizer = try Self.whole.get()
    let recording = ToneSpeech.say([0, 2], rate: 11_025)
    let sound = try synthesizer.continuation(of: recording, seconds: 0.75, options(seed: 1))
    #expect(sound.sampleRate == 8000 && sound.samples.count == 6000)
    #expect(sound.samples.allSatisfy { $0.isFinite && abs($0) <= 1 })
    #expect(
      try sound == synthesizer.continuation(of: recording, seconds: 0.75, options(seed: 1)))
    #expect(
      try sound != synthesizer.continuation(of: recording, seconds: 0.75, options(seed: 2)))
  }

  @Test("are scored by their distance from recordings, beside another take")
  func scoring() throws {
    let synthesizer = try Self.whole.get()
    let report = try synthesizer.evaluate(ToneSpeech.recordings(24, seed: 5))
    #expect(report.count == 24 && report.passedOver == 0)
    let baseline = try #require(report.baseline)
    #expect(report.distortion > 0 && report.distortion < 15 && baseline > 0)
    #expect(report.spoken > 2 && report.realTimeFactor > 0)
    let keys = try JSONReader(report.json, document: "report").members().map(\.name)
    #expect(
      ["mel_cepstral_distortion", "real_time_factor", "seconds", "examples", "baseline"]
        .allSatisfy(keys.contains))
    let strange = SpokenRecordings(
      name: "strange",
      recordings: [
        .init(name: "a", text: "la", speaker: "anna", waveform: ToneSpeech.say([0])),
        .init(name: "b", text: "do", speaker: "carl", waveform: ToneSpeech.say([0])),
      ])
    #expect(throws: SynthesisError.nothingToScore(folder: "strange")) {
      try synthesizer.evaluate(strange)
    }
  }

  @Test("come back from their folder with the same bits, and go on where they were stopped")
  func folder() throws {
    try withTemporaryFolder { path in
      var request = SynthesisTrainingRequest(
        data: .recordings(ToneSpeech.recordings(20, seed: 3)), options: Self.options)
      request.options.dropout = 0.1
      request.options.budget = (epochs: 4, steps: nil, minutes: nil)
      let summary = try SynthesisTask.train(request, into: path + "/a")
      #expect(!summary.wasInterrupted && summary.speakers == ["anna", "ben"])
      let stop = StopSignal()
      let half = try SynthesisTask.train(
        request, into: path + "/b", stop: stop,
        events: { event in
          if case .step(let step) = event, step.step == 7 { stop.raise() }
        })
      #expect(half.wasInterrupted)
      request.resumes = true
      _ = try SynthesisTask.train(request, into: path + "/b")
      let weights = try ["a", "b"].map {
        try FileReader.bytes(of: "\(path)/\($0)/model.safetensors")
      }
      #expect(weights[0] == weights[1])
      let read = try TrainedSynthesizer(contentsOf: ModelFolder.open(path + "/a"))
      let again = try TrainedSynthesizer(contentsOf: ModelFolder.open(path + "/b"))
      #expect(read.frames == again.frames)
      #expect(try read.speak("do", speaker: "ben") == again.speak("do", speaker: "ben"))
    }
  }

  @Test(
    "have frames that can be turned back into sound, at any rate",
    arguments: [1000, 4000, 8000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000])
  func rates(rate: Int) throws {
    let features = SynthesisOptions.features(sampleRate: rate)
    let reconstruction = try WaveformReconstruction(features)
    let silence = AcousticFeatures(
      width: features.melCount, values: [Float](repeating: -18, count: 5 * features.melCount))
    let sound = reconstruction.waveform(of: silence, iterations: 1)
    #expect(sound.samples.count == 4 * features.hopCount)
  }

  @Test("refuse too few recordings, and pass over those whose texts are longer than their sound")
  func tooFew() throws {
    let sound = ToneSpeech.say([0])
    let long = Array(repeating: "do", count: 40).joined(separator: " ")
    let recordings = (0..<6).map { place in
      SpokenRecordings.Recording(
        name: "\(place)", text: place < 3 ? long : "do", speaker: nil, waveform: sound)
    }
    let data = SpokenRecordings(name: "tones", recordings: recordings)
    #expect(throws: SynthesisError.tooFewRecordings(folder: "tones", found: 3, needed: 4)) {
      try Synthesizer(Self.options).fit(data)
    }
    let more = SpokenRecordings(name: "tones", recordings: recordings + recordings.suffix(2))
    let corpus = try SynthesisCorpus(more, validation: 0.1, Self.options)
    #expect(corpus.passedOver == 3 && corpus.training.count == 4)
    #expect(corpus.frames.speakers == [SynthesisCorpus.unnamedSpeaker])
  }
}
