import LSTMData
import LSTMLayers
import LSTMTensor

/// What was said, and when.
public struct Speech: Sendable, Equatable {
  /// A unit of the text and its time.
  public struct Unit: Sendable, Equatable {
    /// The character.
    public let text: String
    /// Where it begins, in seconds.
    public let start: Double
    /// Where it ends, in seconds.
    public let end: Double
  }

  /// The log-mel frames, [T, M].
  public var frames: AcousticFeatures
  /// The characters in time, edges and silence left out.
  public var units: [Unit]
  /// The sound.
  public var waveform: Waveform
}

extension TrainedSynthesizer {
  /// Says a text.
  ///
  /// - Parameters:
  ///   - text: words and numbers; see ``SpokenText``.
  ///   - speaker: whose voice; `nil`: the first one's.
  ///   - seed: another seed is another take; same seed, same bits.
  /// - Throws: ``SynthesisError``, where the text cannot be said or nobody of this name was heard.
  public func speak(
    _ text: String, speaker: String? = nil, seed: UInt64 = 1
  ) throws(SynthesisError) -> Waveform {
    var options = SpeakingOptions()
    options.seed = seed
    return try speech(text, speaker: speaker, options).waveform
  }

  /// Says a text, and tells the frames and the time of each character.
  ///
  /// - Parameters:
  ///   - text: words and numbers; see ``SpokenText``.
  ///   - speaker: whose voice; `nil`: the first one's.
  ///   - options: how to say it.
  /// - Throws: ``SynthesisError``, where the text cannot be said or nobody of this name was heard.
  public func speech(
    _ text: String, speaker: String? = nil, _ options: SpeakingOptions = SpeakingOptions()
  ) throws(SynthesisError) -> Speech {
    let voice = try frames.speaker(named: speaker)
    let pieces = try frames.units.pieces(of: text)
    let hop = frames.features.hopDuration
    let pause = max(1, Int((min(10, max(0, options.pause)) / hop).rounded()))
    var said = AcousticFeatures(width: frames.features.melCount)
    var units: [Speech.Unit] = []
    var random = RandomGenerator(seed: options.seed)
    // One take has one manner, however many words it has.
    let latent = latent(options, using: &random)
    for (place, piece) in pieces.enumerated() {
      if place > 0 { said.append(frames.silence(of: voice, count: pause)) }
      let (features, durations) = say(
        piece, voice: voice, latent: latent, options, using: &random)
      var step = said.count
      for (unit, duration) in zip(piece, durations) {
        let end = step + duration
        if unit != SpokenUnits.edge {
          units.append(
            Speech.Unit(
              text: frames.units.name(of: unit), start: Double(step) * hop, end: Double(end) * hop))
        }
        step = end
      }
      said.append(features)
    }
    return Speech(frames: said, units: units, waveform: sound(of: said, options))
  }

  /// The sound of frames, never beyond full scale.
  func sound(of features: AcousticFeatures, _ options: SpeakingOptions) -> Waveform {
    var sound = reconstruction.waveform(
      of: features, iterations: max(0, options.iterations),
      seed: RandomGenerator.key(options.seed, 0x5048_4153))
    let peak = sound.peak
    if peak > 1 { sound.samples = sound.samples.map { $0 / peak } }
    return sound
  }

  /// The latent numbers of a take, [1, Z].
  func latent(
    _ options: SpeakingOptions, using random: inout RandomGenerator
  ) -> Tensor? {
    let size = model.architecture.latentSize
    guard size > 0 else { return nil }
    return Tensor.normal([1, size], deviation: options.variety, using: &random)
  }

  /// Says units in one go: log-mel frames, and the frames of each unit.
  func say(
    _ units: [Int32], voice: Int, latent: Tensor?, _ options: SpeakingOptions,
    using random: inout RandomGenerator
  ) -> (features: AcousticFeatures, durations: [Int]) {
    let speaker = Int32(voice)
    let encoded = self.voice.encode(units, speaker: speaker)
    let outputs = self.voice.durations(encoded, latent: latent).values
    let durations = units.indices.map { unit in
      Self.duration(
        location: outputs[2 * unit], spread: outputs[2 * unit + 1], options, using: &random)
    }
    let steps = self.voice.decode(
      encoded, durations: durations, speaker: speaker, latent: latent)
    let together = model.architecture.framesPerStep
    var features = frames.restored(steps.values)
    if options.emphasis > 0 {
      let width = features.width
      let factors = model.variance.values[voice * width..<(voice + 1) * width].map {
        1 + options.emphasis * ($0 - 1)
      }
      features = variance.stretched(features, by: factors)
    }
    return (features, durations.map { $0 * together })
  }

  /// The steps of a unit, at least one and at most a few seconds.
  private static func duration(
    location: Float, spread: Float, _ options: SpeakingOptions,
    using random: inout RandomGenerator
  ) -> Int {
    let noise = Double(random.normal())
    let deviation = OutputDistribution.gaussian.deviation(spread)
    let drawn = Double(options.durationVariety) * deviation
    // A logarithm's mean is not the mean's logarithm: what is not drawn is made up for, so that speech is not too fast.
    let missing = max(0, deviation * deviation - drawn * drawn) / 2
    let logarithm = Double(location) + drawn * noise + missing
    let steps = exponential(min(max(logarithm, 0), 6)) / Double(max(options.rate, 0.01))
    return max(1, Int(min(steps, 1000).rounded()))
  }
}

extension OutputDistribution {
  /// The standard deviation that the second output of a normal distribution says, in scales.
  fileprivate func deviation(_ output: Float) -> Double {
    let x = Double(output)
    // ln(1 + e^x), without overflow.
    return max(x, 0) + naturalLogarithm(1 + exponential(-abs(x))) + 1e-3
  }
}
