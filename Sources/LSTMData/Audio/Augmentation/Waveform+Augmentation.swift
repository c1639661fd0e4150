import LSTMTensor

extension Waveform {
  /// The steps between a speed and its double: few steps make a small filter, which each variation has to make anew.
  private static let speedSteps = 200

  /// The sound played faster, and so higher.
  ///
  /// - Parameter factor: 0.1 to 10, taken to the nearest 0.005; 2 halves the length and doubles every frequency.
  public func played(faster factor: Double) -> Waveform {
    resampled(by: Self.resampler(forSpeed: factor))
  }

  /// What plays sounds faster: to be laid out once for sounds that are played at the same speed.
  ///
  /// - Parameter factor: 0.1 to 10, taken to the nearest 0.005.
  public static func resampler(forSpeed factor: Double) -> Resampler {
    precondition((0.1...10).contains(factor), "a speed is 0.1 to 10, not \(factor)")
    return Resampler(
      from: Int((factor * Double(speedSteps)).rounded()), to: speedSteps)
  }

  /// The sound with its samples changed to others, and played at the old rate.
  public func resampled(by resampler: Resampler) -> Waveform {
    var resampler = resampler
    let changed = resampler.append(samples) + resampler.finish()
    return Waveform(sampleRate: sampleRate, samples: changed)
  }

  /// The sound higher, as long as before.
  ///
  /// - Parameter semitones: −24 to 24; 12 double every frequency.
  public func pitched(bySemitones semitones: Double) -> Waveform {
    precondition((-24...24).contains(semitones), "a pitch moves by −24 to 24, not \(semitones)")
    guard semitones != 0 else { return self }
    let exact = exponential(semitones / 12 * naturalLogarithm(2))
    let ratio = (exact * Double(Self.speedSteps)).rounded() / Double(Self.speedSteps)
    var result = stretched(by: ratio).played(faster: ratio)
    let missing = samples.count - result.samples.count
    result.samples.removeLast(max(0, -missing))
    result.samples += [Float](repeating: 0, count: max(0, missing))
    return result
  }

  /// The sound louder by a level, beyond full scale where it comes to that.
  public func amplified(byDecibels level: Double) -> Waveform {
    let factor = Decibels.amplitude(level)
    return Waveform(sampleRate: sampleRate, samples: samples.map { Float(Double($0) * factor) })
  }

  /// The sound with a noise in it, repeated where it is shorter.
  ///
  /// - Parameters:
  ///   - noise: at least one sample, at the same rate.
  ///   - ratio: the signal's power above the noise's, in decibels, both over the whole sound.
  ///   - start: the noise's sample to begin with.
  public func adding(
    _ noise: [Float], signalToNoise ratio: Double, from start: Int = 0
  ) -> Waveform {
    guard !noise.isEmpty, !samples.isEmpty else { return self }
    let part = Waveform(
      sampleRate: sampleRate,
      samples: samples.indices.map { noise[(start + $0) % noise.count] })
    // Silence has no ratio to anything.
    guard power > 0, part.power > 0 else { return self }
    let scale = (power / part.power).squareRoot() * Decibels.amplitude(-ratio)
    return Waveform(
      sampleRate: sampleRate,
      samples: zip(samples, part.samples).map { Float(Double($0) + scale * Double($1)) })
  }

  /// The sound with noise in it.
  ///
  /// - Parameters:
  ///   - ratio: the signal's power above the noise's, in decibels.
  ///   - color: how much of a sample goes on into the next, from 0, white noise, to below 1, a rumble.
  ///   - random: draws as many normal numbers as there are samples.
  public func addingNoise(
    signalToNoise ratio: Double, color: Double = 0, using random: inout RandomGenerator
  ) -> Waveform {
    precondition(color >= 0 && color < 1, "the color of noise is from 0 up to 1, not \(color)")
    var last: Float = 0
    let noise = samples.map { _ -> Float in
      last = Float(color) * last + random.normal()
      return last
    }
    return adding(noise, signalToNoise: ratio)
  }
}
