import LSTMTensor
import Testing

@testable import LSTMData

@Suite("A formant voice")
struct FormantVoiceTests {
  /// A voice whose numbers are exact, for measuring.
  private func exactVoice(pitch: Double, tractLength: Double) -> FormantVoice {
    var voice = FormantVoice()
    (voice.pitch, voice.tractLength) = (pitch, tractLength)
    (voice.variety, voice.breathiness) = (0, 0.1)
    return voice
  }

  /// The middle of the loud part.
  private func middle(_ waveform: Waveform, count: Int) throws -> [Float] {
    let segment = try #require(VoiceActivity().segments(of: waveform).first)
    let start = (segment.lowerBound + segment.upperBound - count) / 2
    return Array(waveform.samples[start..<start + count])
  }

  @Test(
    "has the formants of its vowels, by linear prediction",
    arguments: [Phone.iy, .eh, .aa, .ao, .er], [17.0, 14.5])
  func formants(vowel: Phone, length: Double) throws {
    let voice = exactVoice(pitch: 100, tractLength: length)
    let sound = voice.say([vowel], sampleRate: 16_000)
    let peaks = LinearPrediction.peaks(try middle(sound, count: 800), rate: 16_000, order: 18)
    let (start, end) = vowel.targets
    for place in 0..<3 {
      let wanted = (start.formants[place] + end.formants[place]) / 2 * 17 / length
      let nearest = try #require(peaks.min { abs($0 - wanted) < abs($1 - wanted) })
      // A first formant is told no better than the harmonics lie; the others to 5 %.
      #expect(abs(nearest - wanted) < max(50, 0.05 * wanted), "F\(place + 1) of \(vowel): \(peaks)")
    }
  }

  @Test("has its pitch, by autocorrelation", arguments: [90.0, 140, 220])
  func pitch(hertz: Double) throws {
    let voice = exactVoice(pitch: hertz, tractLength: 17)
    let sound = try middle(voice.say([.aa], sampleRate: 16_000), count: 800)
    // In the middle of a word the pitch falls from 8 % above the mean to 14 % below it.
    let found = LinearPrediction.pitch(sound, rate: 16_000) / hertz
    #expect((0.9...1.09).contains(found))
  }

  @Test("says the same samples again, and other ones as another take, voice or seed")
  func repetition() throws {
    let voice = FormantVoice(seed: 5)
    let first = try voice.say("yes", sampleRate: 8000)
    #expect(try voice.say("yes", sampleRate: 8000) == first)
    #expect(try voice.say("YES", sampleRate: 8000) == first)
    #expect(try voice.say("yes", take: 1, sampleRate: 8000) != first)
    #expect(try FormantVoice(seed: 6).say("yes", sampleRate: 8000) != first)
    #expect(first.sampleRate == 8000 && (0.3...1.2).contains(first.duration))
    #expect(FormantVoice(seed: 5) == voice && FormantVoice(seed: 6) != voice)
  }

  @Test("says when each word is said, and between them is silent")
  func times() throws {
    let utterance = try FormantVoice(seed: 2).utterance("no one  stop", sampleRate: 8000)
    #expect(utterance.words.map(\.text) == ["no", "one", "stop"])
    var last = 0.0
    for word in utterance.words {
      let silence = utterance.waveform.samples[
        Int((last + 0.012) * 8000)..<Int((word.start - 0.002) * 8000)]
      #expect(silence.allSatisfy { abs($0) < 0.02 })
      #expect(word.end - word.start > 0.15)
      last = word.end
    }
    #expect(last < utterance.waveform.duration)
  }

  @Test("never leaves full scale, however its numbers are set")
  func extremes() throws {
    var voice = FormantVoice(seed: 1)
    (voice.pitch, voice.tractLength, voice.rate) = (-5, 1e9, .infinity)
    (voice.breathiness, voice.variety, voice.formantFactors) = (99, 1e6, [9, 9, -9])
    let sound = try voice.say("zero", sampleRate: 16_000)
    #expect(sound.samples.allSatisfy { $0.isFinite && abs($0) <= 1 })
    let silence = voice.say([], sampleRate: 8000)
    #expect(silence.peak < 0.01 && silence.duration > 0.1)
  }

  @Test("refuses a word that it does not know, and none")
  func unknownWords() {
    let voice = FormantVoice()
    #expect(throws: FormantError.emptyText) { try voice.say(" ") }
    let error = FormantError.unknownWord(word: "sevn", known: FormantVoice.words)
    #expect(throws: error) { try voice.say("six sevn") }
    #expect(error.description.contains("Did you mean \"seven\"?"))
  }

  @Test("can say every phone")
  func everyPhone() {
    let voice = FormantVoice(seed: 4)
    for phone in Phone.allCases {
      let sound = voice.say([phone, .ih])
      #expect(sound.peak > 0.1 && sound.peak < 1)
    }
  }
}
