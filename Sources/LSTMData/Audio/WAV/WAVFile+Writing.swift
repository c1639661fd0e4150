extension WAVFile {
  /// What the package writes.
  public enum OutputEncoding: Sendable, CaseIterable {
    /// PCM of 16 bits: every program reads it.
    case signed16
    /// Floating point of 32 bits: nothing is rounded or clipped.
    case float32
  }

  /// The bytes of a WAV file, for a writer of whole files.
  ///
  /// In 16 bits, what is beyond full scale is clipped, and samples that came from 16 bits come out as they were.
  ///
  /// - Parameters:
  ///   - channels: the samples of each channel, as many in each; at least one channel, 65,535 bytes a moment at most.
  ///   - sampleRate: samples a second, 1 or more.
  ///   - encoding: 16 bits, or floating point.
  /// - Throws: ``WAVError/badSample(file:frame:channel:value:)`` for a number that is none, ``WAVError/tooLong(byteCount:)``.
  public static func bytes(
    of channels: [[Float]], sampleRate: Int, encoding: OutputEncoding = .signed16
  ) throws(WAVError) -> [UInt8] {
    let count = channels.first?.count ?? 0
    let width = encoding == .signed16 ? 2 : 4
    precondition(
      !channels.isEmpty && channels.allSatisfy { $0.count == count }, "channels of one length")
    precondition(
      channels.count * width <= UInt16.max && sampleRate > 0 && sampleRate <= UInt32.max / 8,
      "\(channels.count) channels at \(sampleRate) Hz are not for a WAV file")
    let dataSize = count.multipliedReportingOverflow(by: channels.count * width)
    let headerSize = encoding == .signed16 ? 36 : 50
    guard !dataSize.overflow, dataSize.partialValue <= Int(UInt32.max) - headerSize else {
      throw .tooLong(byteCount: dataSize.partialValue)
    }
    var writer = WAVByteWriter()
    writer.header(
      channels: channels.count, rate: sampleRate, frames: count, encoding: encoding,
      riffSize: headerSize + dataSize.partialValue)
    writer.text("data")
    writer.number(dataSize.partialValue, 4)
    writer.bytes.reserveCapacity(writer.bytes.count + dataSize.partialValue)
    for frame in 0..<count {
      for (channel, samples) in channels.enumerated() {
        let sample = samples[frame]
        guard sample.isFinite else {
          throw .badSample(
            file: "The sound to write", frame: frame, channel: channel, value: "\(sample)")
        }
        if encoding == .signed16 {
          let scaled = min(max((sample * 32768).rounded(), -32768), 32767)
          writer.number(Int(scaled), 2)
        } else {
          writer.number(Int(sample.bitPattern), 4)
        }
      }
    }
    return writer.bytes
  }
}

extension Waveform {
  /// The bytes of a WAV file; see ``WAVFile/bytes(of:sampleRate:encoding:)``.
  public func wavBytes(
    encoding: WAVFile.OutputEncoding = .signed16
  ) throws(WAVError) -> [UInt8] {
    try WAVFile.bytes(of: [samples], sampleRate: sampleRate, encoding: encoding)
  }
}

/// Little-endian numbers and the names of chunks.
private struct WAVByteWriter {
  var bytes: [UInt8] = []

  mutating func text(_ text: String) {
    bytes += text.utf8
  }

  mutating func number(_ value: Int, _ count: Int) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  mutating func header(
    channels: Int, rate: Int, frames: Int, encoding: WAVFile.OutputEncoding, riffSize: Int
  ) {
    let width = encoding == .signed16 ? 2 : 4
    text("RIFF")
    number(riffSize, 4)
    text("WAVEfmt ")
    number(encoding == .signed16 ? 16 : 18, 4)
    number(encoding == .signed16 ? 1 : 3, 2)
    number(channels, 2)
    number(rate, 4)
    number(rate * channels * width, 4)
    number(channels * width, 2)
    number(8 * width, 2)
    guard encoding == .float32 else { return }
    number(0, 2)
    // Formats other than PCM carry the number of moments.
    text("fact")
    number(4, 4)
    number(frames, 4)
  }
}
