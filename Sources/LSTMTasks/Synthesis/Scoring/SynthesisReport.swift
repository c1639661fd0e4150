import Dispatch
import LSTMData
import LSTMFormats
import LSTMTensor

/// What `lstm evaluate` says about a synthesiser.
public struct SynthesisReport: Sendable {
  /// The mean mel-cepstral distortion between recordings and what the model says instead, in decibels.
  public let distortion: Double
  /// The same between recordings and another real take of the same text and speaker; `nil` where no text has two.
  public let baseline: Double?
  /// Recordings.
  public let count: Int
  /// Recordings that the model cannot say, for their speaker or a character.
  public let passedOver: Int
  /// The length of what was said, in seconds.
  public let spoken: Double
  /// How long saying it took.
  public let seconds: Double

  /// Seconds that a second of speech takes.
  public var realTimeFactor: Double { seconds / max(spoken, 1e-9) }

  /// The report with the keys that programs read.
  public var json: JSONValue {
    [
      "mel_cepstral_distortion": .number(distortion),
      "real_time_factor": .number(realTimeFactor),
      "times_real_time": .number(spoken / max(seconds, 1e-9)),
      "baseline": ["mel_cepstral_distortion": baseline.map { .number($0) } ?? .null],
      "examples": count.json, "passed_over": passedOver.json, "speech_seconds": .number(spoken),
      "seconds": .number(seconds),
    ]
  }

  /// The report as lines for people.
  public var lines: [String] {
    func value(_ number: Double?) -> String {
      (number.map { $0.text(2) } ?? "–").leftPadded(to: 18)
    }
    var lines = [
      "".padded(to: 24) + "synthesizer".leftPadded(to: 18) + "another real take".leftPadded(to: 18),
      "mel-cepstral distortion " + value(distortion) + value(baseline) + " dB",
      "\(count) recordings, \(spoken.text(1)) s of speech in \(seconds.text(1)) s: "
        + "\((spoken / max(seconds, 1e-9)).text(0)) times real time",
    ]
    if passedOver > 0 {
      lines.append("\(passedOver) recordings passed over: another speaker, or other characters")
    }
    return lines
  }
}

extension TrainedSynthesizer {
  /// Scores the model on recordings: how far what it says is from them, beside another real take.
  ///
  /// - Parameters:
  ///   - recordings: brought to the model's rate.
  ///   - options: how to say them; every recording has a seed of its own.
  ///   - progress: called with the share done.
  /// - Throws: ``SynthesisError`` where the model can say none of them.
  public func evaluate(
    _ recordings: SpokenRecordings, _ options: SpeakingOptions = SpeakingOptions(),
    progress: (Double) -> Void = { _ in }
  ) throws -> SynthesisReport {
    let measure = try MelCepstralDistortion(sampleRate: sampleRate)
    let all = recordings.recordings
    let cepstra = SideBySide.map(all.count) { place in
      measure.cepstra(of: Resampler.resample(all[place].waveform, to: sampleRate).samples)
    }
    var (sum, count, otherSum, otherCount) = (0.0, 0, 0.0, 0)
    var (spoken, nanoseconds): (Double, UInt64) = (0, 0)
    for (place, recording) in all.enumerated() {
      progress(Double(place) / Double(all.count))
      var options = options
      options.seed = RandomGenerator.key(options.seed, UInt64(place))
      let start = DispatchTime.now().uptimeNanoseconds
      let name = recording.speaker ?? SynthesisCorpus.unnamedSpeaker
      guard let said = try? speech(recording.text, speaker: name, options).waveform else {
        continue
      }
      nanoseconds += DispatchTime.now().uptimeNanoseconds - start
      spoken += said.duration
      guard
        let found = MelCepstralDistortion.between(
          measure.cepstra(of: said.samples), cepstra[place])
      else { continue }
      sum += found
      count += 1
      let words = SpokenText.words(of: recording.text)
      // The next take of the same text and speaker, around the end.
      let others = (1..<all.count).lazy.map { (place + $0) % all.count }
      let other = others.first {
        all[$0].speaker == recording.speaker && SpokenText.words(of: all[$0].text) == words
      }
      if let other, let found = MelCepstralDistortion.between(cepstra[other], cepstra[place]) {
        otherSum += found
        otherCount += 1
      }
    }
    guard count > 0 else { throw SynthesisError.nothingToScore(folder: recordings.name) }
    return SynthesisReport(
      distortion: sum / Double(count),
      baseline: otherCount == 0 ? nil : otherSum / Double(otherCount), count: count,
      passedOver: all.count - count, spoken: spoken, seconds: Double(nanoseconds) * 1e-9)
  }
}
