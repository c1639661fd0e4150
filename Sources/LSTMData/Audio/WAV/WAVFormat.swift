/// How a WAV file writes a sample.
public enum WAVEncoding: String, Sendable, CaseIterable {
  /// 8 bits, 128 for silence.
  case unsigned8
  /// 16 bits, as on a compact disc.
  case signed16
  /// 24 bits.
  case signed24
  /// 32 bits.
  case signed32
  /// IEEE single precision, ±1 at full scale.
  case float32
  /// IEEE double precision, ±1 at full scale.
  case float64

  /// The bytes of one sample.
  public var byteCount: Int {
    switch self {
    case .unsigned8: 1
    case .signed16: 2
    case .signed24: 3
    case .signed32, .float32: 4
    case .float64: 8
    }
  }
}

/// What the header of a WAV file says about its samples.
public struct WAVFormat: Sendable, Equatable {
  /// Samples a second and channel.
  public let sampleRate: Int
  /// Channels, whose samples stand side by side in the file.
  public let channelCount: Int
  /// How a sample is written.
  public let encoding: WAVEncoding

  /// The bytes of one moment, all channels together.
  public var frameByteCount: Int { channelCount * encoding.byteCount }

  /// The mean over the channels of samples that stand side by side.
  public func mono(_ interleaved: [Float]) -> [Float] {
    guard channelCount > 1 else { return interleaved }
    var mixed: [Float] = []
    mixed.reserveCapacity(interleaved.count / channelCount)
    for start in stride(from: 0, through: interleaved.count - channelCount, by: channelCount) {
      var sum: Float = 0
      for place in start..<start + channelCount { sum += interleaved[place] }
      mixed.append(sum / Float(channelCount))
    }
    return mixed
  }
}
