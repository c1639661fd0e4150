import LSTMData
import Testing

@testable import LSTMTraining

@Suite("Features of a sound")
struct SoundFeatureTests {
  private static func sound(_ frames: [[Float]], framesPerStep: Int) -> ExplainedSound {
    ExplainedSound(
      name: "", energies: AcousticFeatures(width: 4, values: Array(frames.joined())),
      frequencies: [200, 500, 1000, 3000], hop: 0.01, framesPerStep: framesPerStep,
      outputs: .init(names: ["blank"], blank: 0, probabilities: []))
  }

  @Test("are the levels of its bands, by hand, at each step")
  func levels() {
    let frames: [[Float]] = [[0, 0, 0, 0], [4, 2, 0, -2], [2, 2, 2, 2], [-6, -6, -6, -6]]
    let found = SoundFeature.all(of: Self.sound(frames, framesPerStep: 1), stepCount: 4)
    let expected: [(SoundFeature, [Float])] = [
      (.loudness, [0, 1, 2, -6]), (.onset, [0, 1, 1, -8]), (.speech, [1, 1, 1, 0]),
      (.low, [0, 3, 2, -6]), (.middle, [0, 0, 2, -6]), (.high, [0, -2, 2, -6]),
      (.brightness, [0, -4, 0, 0]),
    ]
    #expect(found.map(\.key) == expected.map { "\($0.0)" })
    #expect(found.map(\.values) == expected.map(\.1))
    #expect(found.map(\.isPresence) == found.map { $0.key == "speech" })
  }

  @Test("are the mean of the frames that a step reads, and silence where there are none")
  func stacking() {
    let frames: [[Float]] = [[0, 0, 0, 0], [2, 2, 2, 2], [4, 4, 4, 4]]
    let found = SoundFeature.all(of: Self.sound(frames, framesPerStep: 2), stepCount: 3)
    // The last frame is alone in its step; 60 dB, 13.8 nepers of power, below it is silence.
    #expect(found[0].values == [1, 4, 4 - 13.8])
    #expect(SoundFeature.all(of: Self.sound([], framesPerStep: 1), stepCount: 0)[0].values.isEmpty)
  }

  @Test("lie in the middle of the frames that a step reads")
  func times() {
    var sound = Self.sound([], framesPerStep: 3)
    sound.start = 1
    #expect(abs(sound.time(ofStep: 2) - 1.07) < 1e-12 && abs(sound.stepDuration - 0.03) < 1e-12)
  }

  @Test("are those of a file that is read as a recording, not as a text or a table")
  func source() throws {
    var source = ExplainedSource(.file("a.wav"), stepLimit: 9)
    #expect(try source.recordingPath() == "a.wav")
    #expect(throws: ExplainedPartError.needsRecording) {
      try ExplainedSource(.text("a"), stepLimit: 9).recordingPath()
    }
    source.series = "x"
    #expect(
      throws: ExplainedPartError.optionOfOtherInput(option: "--series", input: "a recording")
    ) { try source.recordingPath() }
  }
}
