import Testing

@testable import LSTMData

@Suite("Speech is found by its energy")
struct VoiceActivityTests {
  private static let rate = 8000

  /// Noise of −60 dB with a tone from one second to another.
  private func recording(_ tones: [Range<Double>], seconds: Double, noise: Double = 0.001)
    -> Waveform
  {
    var samples = TestSounds.noise(Int(seconds * 8000), amplitude: noise)
    for tone in tones {
      let sine = TestSounds.sine(440, rate: Self.rate, count: samples.count)
      for place in Int(tone.lowerBound * 8000)..<Int(tone.upperBound * 8000) {
        samples[place] += sine[place]
      }
    }
    return Waveform(sampleRate: Self.rate, samples: samples)
  }

  @Test("within a frame and the margin, a short pause included and a long one not")
  func segments() throws {
    let found = VoiceActivity().segments(
      of: recording([0.5..<0.8, 0.9..<1.1, 1.6..<1.8], seconds: 2.4))
    #expect(found.count == 2)
    let expected = [0.45..<1.15, 1.55..<1.85]
    for (segment, range) in zip(found, expected) {
      #expect(abs(Double(segment.lowerBound) / 8000 - range.lowerBound) < 0.03)
      #expect(abs(Double(segment.upperBound) / 8000 - range.upperBound) < 0.03)
    }
    let trimmed = try VoiceActivity().trimmed(
      recording([0.5..<0.8, 1.6..<1.8], seconds: 2.4), name: "x")
    #expect(abs(trimmed.duration - 1.4) < 0.06)
  }

  @Test("also when all of it is quiet, its weak sounds included")
  func quiet() {
    var sound = recording([0.5..<1], seconds: 1.5, noise: 0)
    let hiss = TestSounds.noise(sound.samples.count, amplitude: 0.03)
    // A hiss 20 dB below the tone before it, and all of it 40 dB below full scale.
    for place in 3200..<4000 { sound.samples[place] += hiss[place] }
    sound.samples = sound.samples.map { $0 * 0.01 }
    let found = VoiceActivity().segments(of: sound)
    #expect(found.count == 1 && abs(Double(found[0].lowerBound) / 8000 - 0.35) < 0.03)
  }

  @Test("but a click is none")
  func click() {
    var sound = recording([1..<1.5], seconds: 2)
    sound.samples[800] = 0.9
    var activity = VoiceActivity()
    activity.leastDuration = 0.05
    let found = activity.segments(of: sound)
    #expect(found.count == 1 && found[0].lowerBound > 7000)
  }

  @Test("and a recording that is speech from end to end stays whole")
  func allSpeech() {
    let sound = recording([0..<1], seconds: 1, noise: 0.1)
    #expect(VoiceActivity().segments(of: sound) == [0..<8000])
    let short = Waveform(sampleRate: 8000, samples: [0.5, -0.5, 0.5])
    #expect(VoiceActivity().segments(of: short) == [0..<3])
  }

  @Test("and silence is told by name and level")
  func silence() throws {
    let activity = VoiceActivity()
    for amplitude in [0.0, 0.0005] {
      let sound = Waveform(
        sampleRate: 8000, samples: TestSounds.noise(8000, amplitude: amplitude))
      #expect(activity.segments(of: sound).isEmpty)
      do throws(SilenceError) {
        _ = try activity.trimmed(sound, name: "quiet.wav")
        Issue.record("silence was taken for speech")
      } catch {
        #expect(error.description.hasPrefix("quiet.wav: 1.00 seconds of silence"))
        #expect(error.description.contains(amplitude == 0 ? "not one sample" : "-66 dB"))
      }
    }
    #expect(activity.segments(of: Waveform(sampleRate: 8000, samples: [])).isEmpty)
  }
}
