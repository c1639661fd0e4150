/// Turns the bytes of samples into numbers of ±1 at full scale.
struct WAVSamples: Sendable {
  let encoding: WAVEncoding
  let isBigEndian: Bool

  /// As many samples as the bytes hold whole.
  func decode(_ bytes: [UInt8]) -> [Float] {
    let count = bytes.count / encoding.byteCount
    switch encoding {
    case .unsigned8: return bytes.map { Float(Int($0) - 128) * 0x1p-7 }
    case .signed16:
      return decode(bytes, count) { Float(Int16(truncatingIfNeeded: $0)) * 0x1p-15 }
    case .signed24:
      return decode(bytes, count) { Float(Int32(truncatingIfNeeded: $0 << 8) >> 8) * 0x1p-23 }
    case .signed32:
      return decode(bytes, count) { Float(Double(Int32(truncatingIfNeeded: $0)) * 0x1p-31) }
    case .float32:
      return decode(bytes, count) { Float(bitPattern: UInt32(truncatingIfNeeded: $0)) }
    case .float64:
      return decode(bytes, count) { Float(Double(bitPattern: $0)) }
    }
  }

  @inline(__always)
  private func decode(
    _ bytes: [UInt8], _ count: Int, _ value: (UInt64) -> Float
  ) -> [Float] {
    let width = encoding.byteCount
    var samples: [Float] = []
    samples.reserveCapacity(count)
    for sample in 0..<count {
      var bits: UInt64 = 0
      for place in 0..<width {
        let byte = bytes[sample * width + place]
        bits |= UInt64(byte) << UInt64(8 * (isBigEndian ? width - 1 - place : place))
      }
      samples.append(value(bits))
    }
    return samples
  }
}
