import Foundation
import LSTMTensor
import Testing

@testable import LSTMData

@Suite("A recording is varied")
struct WaveformAugmentationTests {
  private let tone = Waveform(
    sampleRate: 8000, samples: TestSounds.sine(440, rate: 8000, count: 4000))

  private func middle(_ waveform: Waveform) -> [Float] {
    let count = waveform.samples.count
    return Array(waveform.samples[count / 5..<count * 4 / 5])
  }

  @Test("in speed: shorter and higher by one factor", arguments: [0.9, 1.1, 1.25])
  func speed(factor: Double) {
    let faster = tone.played(faster: factor)
    #expect(abs(Double(faster.samples.count) * factor - 4000) < 2)
    let frequency = TestSounds.crossings(middle(faster), rate: 8000)
    #expect(abs(frequency - 440 * factor) < 6)
  }

  @Test("in pitch: higher and as long as before", arguments: [-3.0, 2, 5])
  func pitch(semitones: Double) {
    let moved = tone.pitched(bySemitones: semitones)
    #expect(moved.samples.count == 4000)
    let part = middle(moved)
    let expected = 440 * pow(2, semitones / 12)
    #expect(abs(TestSounds.crossings(part, rate: 8000) - expected) < 6)
    let amplitude = TestSounds.amplitude(part, of: expected, rate: 8000)
    #expect(amplitude > 0.35 && amplitude < 0.55)
  }

  @Test("in length: longer at the same pitch", arguments: [0.7, 1.3])
  func length(factor: Double) {
    let longer = tone.stretched(by: factor)
    #expect(longer.samples.count == Int((4000 * factor).rounded()))
    #expect(abs(TestSounds.crossings(middle(longer), rate: 8000) - 440) < 6)
    // Pieces that did not fit together would dent the wave.
    let power = Waveform(sampleRate: 8000, samples: middle(longer)).power
    #expect(abs(power - 0.125) < 0.01)
  }

  @Test("in level: 6.02 dB double every sample")
  func gain() {
    let louder = tone.amplified(byDecibels: 20 * log10(2))
    for (one, other) in zip(tone.samples, louder.samples) { #expect(abs(other - 2 * one) < 1e-6) }
  }

  @Test("with noise of exactly the power that was asked for", arguments: [-5.0, 0, 20])
  func noise(ratio: Double) {
    var random = RandomGenerator(seed: 1)
    let noisy = [
      tone.addingNoise(signalToNoise: ratio, using: &random),
      tone.adding(TestSounds.noise(700), signalToNoise: ratio, from: 650),
    ]
    for sound in noisy {
      let difference = zip(sound.samples, tone.samples).map { $0 - $1 }
      let power = Waveform(sampleRate: 8000, samples: difference).power
      #expect(abs(10 * log10(tone.power / power) - ratio) < 1e-3)
    }
    let silence = Waveform(sampleRate: 8000, samples: [0, 0, 0])
    #expect(silence.adding([1], signalToNoise: ratio) == silence)
    #expect(tone.adding([], signalToNoise: ratio) == tone)
  }

  @Test("by chance that follows from a key, each variation for itself")
  func key() {
    var all = WaveformAugmentation()
    #expect(all.apply(to: tone, key: 1) == tone)
    all.speed = 0.9...1.1
    all.gain = -6...6
    all.signalToNoise = 10...30
    #expect(all.apply(to: tone, key: 1) == all.apply(to: tone, key: 1))
    #expect(all.apply(to: tone, key: 1) != all.apply(to: tone, key: 2))
    var speedAlone = WaveformAugmentation()
    speedAlone.speed = all.speed
    var counts: Set<Int> = []
    for key in 0..<12 as Range<UInt64> {
      let count = speedAlone.apply(to: tone, key: key).samples.count
      #expect((3636...4445).contains(count))
      if key < 3 { #expect(all.apply(to: tone, key: key).samples.count == count) }
      counts.insert(count)
    }
    #expect(counts.count > 6)
    var pitch = WaveformAugmentation()
    pitch.pitch = 1...4
    #expect(pitch.apply(to: tone, key: 3).samples.count == 4000)
    #expect(pitch.apply(to: tone, key: 3) != tone)
  }
}
