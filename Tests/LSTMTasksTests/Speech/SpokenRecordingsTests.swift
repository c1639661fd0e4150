import LSTMData
import LSTMFormats
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Recordings and their sound")
struct SpokenRecordingsTests {
  private static func write(_ sound: Waveform, _ path: String) throws {
    try AtomicFile.write(try sound.wavBytes(), to: path)
  }

  @Test("are brought to the rate of most of them, silence left out")
  func reading() throws {
    try withTemporaryFolder { folder in
      let low = ToneSpeech.say([0], rate: 8000)
      try Self.write(low, folder + "/0_anna_0.wav")
      try Self.write(ToneSpeech.say([1], rate: 8000), folder + "/1_anna_0.wav")
      try Self.write(ToneSpeech.say([1], rate: 12_000), folder + "/1_ben_0.wav")
      let silent = Waveform(sampleRate: 8000, samples: [Float](repeating: 0, count: 800))
      try Self.write(silent, folder + "/2_ben_0.wav")
      let read = try SpokenRecordings(RecordingSet(folder: folder))
      #expect(read.sampleRate == 8000)
      #expect(read.recordings.map(\.name) == ["0_anna_0.wav", "1_anna_0.wav", "1_ben_0.wav"])
      #expect(read.recordings.map(\.text) == ["0", "1", "1"])
      #expect(read.speakers == ["anna", "ben"])
      // Sixteen bits round by half a step at most.
      let difference = zip(read.recordings[0].waveform.samples, low.samples).map { abs($0 - $1) }
      #expect(difference.max() ?? 1 <= 0.5 / 32768)
      let ben = read.recordings[2].waveform
      #expect(ben.sampleRate == 8000)
      #expect(abs(ben.duration - read.recordings[1].waveform.duration) < 2e-4)
      #expect(
        read.notes == [
          "1 recording is silent and left out, \"2_ben_0.wav\".",
          "1 recording is brought to 8000 samples a second.",
        ])
      let higher = try SpokenRecordings(RecordingSet(folder: folder), sampleRate: 12_000)
      #expect(higher.sampleRate == 12_000 && higher.digest != read.digest)
      #expect(try SpokenRecordings(RecordingSet(folder: folder)).digest == read.digest)
    }
  }

  @Test("are refused where nobody speaks")
  func silence() throws {
    try withTemporaryFolder { folder in
      let silent = Waveform(sampleRate: 8000, samples: [0, 0, 0])
      try Self.write(silent, folder + "/2_ben_0.wav")
      #expect(throws: SpeechDataError.onlySilence(folder: folder, count: 1)) {
        try SpokenRecordings(RecordingSet(folder: folder))
      }
    }
  }

  @Test("have features whose options come back from JSON, and are refused out of their range")
  func options() throws {
    var options = AcousticOptions(sampleRate: 8000)
    options.kind = .cepstrum(count: 13)
    options.deltaOrder = 2
    options.highestFrequency = 3800
    let json = options.json
    #expect(try AcousticOptions(json: JSONReader(json, document: "a")) == options)
    options.melCount = 400
    options.kind = .logMel
    let error = #expect(throws: JSONError.self) {
      try AcousticOptions(json: JSONReader(options.json, document: "features.json"))
    }
    #expect("\(try #require(error))".contains("features.json"))
  }

  @Test("have statistics that come back from JSON")
  func statistics() throws {
    var random = RandomGenerator(seed: 5)
    let statistics = FeatureStatistics(
      AcousticFeatures(width: 3, values: (0..<30).map { _ in random.normal() }))
    let again = try FeatureStatistics(json: JSONReader(statistics.json, document: "a"))
    #expect(again.count == 10)
    for (one, other) in zip(again.deviation, statistics.deviation) {
      #expect(abs(one - other) < 1e-12)
    }
    #expect(throws: JSONError.self) {
      try FeatureStatistics(
        json: JSONReader(
          ["frames": 1, "mean": [1.0, 2.0], "deviation": [1.0]], document: "a"))
    }
  }
}
