/// Sound of one channel: samples at a fixed rate, −1 to 1 at full scale.
public struct Waveform: Sendable, Equatable {
  /// Samples a second.
  public var sampleRate: Int
  /// The samples, in order of time.
  public var samples: [Float]

  /// Sound that is in memory.
  ///
  /// - Parameters:
  ///   - sampleRate: samples a second, 1 or more.
  ///   - samples: −1 to 1 at full scale.
  public init(sampleRate: Int, samples: [Float]) {
    precondition(sampleRate > 0, "a sample rate is positive, not \(sampleRate)")
    self.sampleRate = sampleRate
    self.samples = samples
  }

  /// The length in seconds.
  public var duration: Double { Double(samples.count) / Double(sampleRate) }

  /// The mean of the squared samples; 0 without any.
  public var power: Double {
    guard !samples.isEmpty else { return 0 }
    var sum = 0.0
    for sample in samples { sum += Double(sample) * Double(sample) }
    return sum / Double(samples.count)
  }

  /// The largest magnitude of a sample; 0 without any.
  public var peak: Float {
    samples.reduce(0) { max($0, abs($1)) }
  }
}
