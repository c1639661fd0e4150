import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("What recognisers learn from")
struct SpeechCorpusTests {
  private func corpus(_ variation: SpeechVariation, longestRow: Int) throws -> SpeechCorpus {
    let data = ToneSpeech.recordings(6, seed: 1)
    let units = try SpeechUnits(of: ToneSpeech.words, kind: .words)
    var acoustics = AcousticOptions(sampleRate: 8000)
    acoustics.melCount = 12
    let features = RecognizerFeatures(
      acoustics: acoustics, normalization: .utterance, stacking: FrameStacking(count: 2),
      statistics: FeatureStatistics(width: 12), units: units,
      durations: .init(usual: 1, longest: 2))
    let utterances = try data.recordings.map {
      SpeechCorpus.Utterance(
        waveform: $0.waveform, target: try units.encode($0.text, place: $0.name),
        speaker: $0.speaker)
    }
    return try SpeechCorpus(
      utterances, features, variation, SpeechJoining(longest: longestRow))
  }

  @Test("follows from its keys alone, whatever the threads")
  func determinism() throws {
    let corpus = try corpus(SpeechVariation(), longestRow: 3)
    let keys: [UInt64] = [1, 2, 3, 4, 5, 6]
    let all = corpus.varied(Array(0..<6), keys: keys)
    let before = Threads.count
    defer { Threads.count = before }
    Threads.count = 1
    let again = corpus.varied(Array(0..<6), keys: keys)
    #expect(again.batch.inputs.values == all.batch.inputs.values)
    #expect(again.targets == all.targets)
    let others = corpus.varied(Array(0..<6), keys: [7, 8, 9, 10, 11, 12])
    #expect(others.batch.inputs.values != all.batch.inputs.values)
  }

  @Test("joins recordings of one speaker, sound and units alike")
  func joining() throws {
    let plain = try corpus(.none, longestRow: 1)
    let joined = try corpus(.none, longestRow: 4)
    var lengths: Set<Int> = []
    for key in 0..<30 {
      let (batch, targets) = joined.varied([2], keys: [UInt64(key)])
      lengths.insert(targets[0].count)
      // Recordings 0, 2 and 4 are Anna's; what is joined consists of their texts.
      let own = [0, 2, 4].map { plain.utterances[$0].target }
      #expect(contains(own, rest: targets[0]))
      #expect(batch.lengths[0] >= targets[0].count)
    }
    #expect(lengths.count > 3)
  }

  private func contains(_ parts: [[Int32]], rest: [Int32]) -> Bool {
    rest.isEmpty
      || parts.contains {
        rest.starts(with: $0) && contains(parts, rest: Array(rest.dropFirst($0.count)))
      }
  }

  @Test("moves the tones when the vocal tract is another, and leaves the length")
  func warping() throws {
    var higher = SpeechVariation.none
    (higher.share, higher.warp) = (1, 1.2...1.2)
    let (plain, warped) = (
      try corpus(.none, longestRow: 1).batch([0]).batch,
      try corpus(higher, longestRow: 1).varied([0], keys: [1]).batch
    )
    #expect(plain.lengths == warped.lengths)
    #expect(plain.inputs.values != warped.inputs.values)
    var faster = SpeechVariation.none
    (faster.share, faster.speed) = (1, 1.25...1.25)
    let quick = try corpus(faster, longestRow: 1).varied([0], keys: [1]).batch
    #expect(abs(Double(plain.lengths[0]) / Double(quick.lengths[0]) - 1.25) < 0.1)
  }
}
