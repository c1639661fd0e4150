/// The bytes of WAV files, chunk by chunk.
struct HandMadeWAV {
  var name = "RIFF"
  var isBigEndian = false
  var riffSize: Int?
  var chunks: [[UInt8]] = []

  func number(_ value: Int, _ count: Int) -> [UInt8] {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    return isBigEndian ? bytes.reversed() : bytes
  }

  mutating func chunk(_ name: String, _ bytes: [UInt8], size: Int? = nil, pads: Bool = true) {
    chunks.append(
      Array(name.utf8) + number(size ?? bytes.count, 4) + bytes
        + (pads && bytes.count % 2 == 1 ? [0] : []))
  }

  mutating func format(
    tag: Int = 1, channels: Int = 1, rate: Int = 8000, bits: Int = 16, block: Int? = nil,
    extra: [UInt8] = []
  ) {
    let block = block ?? channels * ((bits + 7) / 8)
    chunk(
      "fmt ",
      number(tag, 2) + number(channels, 2) + number(rate, 4) + number(rate * block, 4)
        + number(block, 2) + number(bits, 2) + extra)
  }

  var bytes: [UInt8] {
    let body = Array("WAVE".utf8) + chunks.joined()
    return Array(name.utf8) + number(riffSize ?? body.count, 4) + body
  }

  /// A file of 16-bit samples.
  static func signed16(
    _ samples: [Int], channels: Int = 1, rate: Int = 8000, size: Int? = nil
  ) -> HandMadeWAV {
    var file = HandMadeWAV()
    file.format(channels: channels, rate: rate)
    file.chunk("data", samples.flatMap { file.number($0, 2) }, size: size)
    return file
  }
}
