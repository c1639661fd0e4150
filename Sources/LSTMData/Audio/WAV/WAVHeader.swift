/// Everything before the first sample of a WAV file.
///
/// RIFF (little-endian), RIFX (big-endian) and RF64 or BW64 (sizes of 64 bits) are read; chunks other than those needed
/// are gone over. Sizes are not believed: a writer that streamed left 0 or 0xFFFFFFFF, and a file may have been cut
/// off.
struct WAVHeader: Sendable, Equatable {
  let format: WAVFormat
  /// The bytes of samples that the file claims to have; `nil` where the samples last to the end of the file.
  let dataByteCount: Int?

  /// What stands for a length that its writer did not know: nothing, or about the most that 31 or 32 bits can say.
  private static func isPlaceholder(_ size: Int) -> Bool {
    size == 0 || (0x7FFF_F000...0x7FFF_FFFF).contains(size) || size >= 0xFFFF_FF00
  }

  init(_ bytes: inout WAVBytes) throws(WAVError) {
    let container = try Self.container(&bytes)
    var longDataSize: Int?
    var format: WAVFormat?
    while true {
      let start = bytes.offset
      let head = try bytes.take(8)
      guard head.count == 8 else {
        throw .truncatedHeader(
          file: bytes.file, offset: bytes.offset,
          expected: format == nil ? "a \"fmt \" chunk" : "a \"data\" chunk")
      }
      let size = bytes.number(head[4...])
      switch String(decoding: head[..<4], as: UTF8.self) {
      case "fmt ":
        format = try Self.format(&bytes, size: size)
      case "ds64":
        let sizes = try bytes.take(min(size, 16))
        if sizes.count == 16 { longDataSize = bytes.number(sizes[8...]) }
        try bytes.skip(size - sizes.count)
      case "data":
        guard let format else { throw .samplesBeforeFormat(file: bytes.file, offset: start) }
        self.format = format
        let end = container.addingReportingOverflow(8)
        let isKnown =
          !end.overflow && !Self.isPlaceholder(container) && end.partialValue > bytes.offset
        // An empty chunk in a file that knows its length is empty.
        if size == 0, isKnown { throw .noSamples(file: bytes.file) }
        let isLong = size == 0xFFFF_FFFF && longDataSize != nil
        dataByteCount = isLong ? longDataSize : Self.isPlaceholder(size) ? nil : size
        return
      default:
        try bytes.skip(size)
      }
      try Self.skipPadding(&bytes, size: size)
    }
  }

  /// Goes over the byte that makes a chunk's length even, unless its writer left it out.
  private static func skipPadding(_ bytes: inout WAVBytes, size: Int) throws(WAVError) {
    guard size % 2 == 1, let byte = try bytes.peek() else { return }
    let isLetter = (0x61...0x7A).contains(byte | 0x20)
    if !isLetter { try bytes.skip(1) }
  }

  /// The size that the file claims to have, after the twelve bytes that make it a WAV file.
  private static func container(_ bytes: inout WAVBytes) throws(WAVError) -> Int {
    let head = try bytes.take(12)
    guard !head.isEmpty else { throw .empty(file: bytes.file) }
    let name = String(decoding: head.prefix(4), as: UTF8.self)
    guard ["RIFF", "RIFX", "RF64", "BW64"].contains(name),
      head.count < 12 || head[8...].elementsEqual("WAVE".utf8)
    else { throw .notWAV(file: bytes.file, found: FileSignature.name(of: head)) }
    guard head.count == 12 else {
      throw .truncatedHeader(file: bytes.file, offset: head.count, expected: "the word WAVE")
    }
    bytes.isBigEndian = name == "RIFX"
    return bytes.number(head[4..<8])
  }
}

// MARK: - The format

extension WAVHeader {
  private static func format(_ bytes: inout WAVBytes, size: Int) throws(WAVError) -> WAVFormat {
    let fields = try bytes.take(min(size, 40))
    guard fields.count >= 16 else {
      throw size < 16
        ? .badFormat(
          file: bytes.file, field: "\"fmt \" chunk", found: "\(size) bytes long",
          expected: "16 or more")
        : .truncatedHeader(
          file: bytes.file, offset: bytes.offset, expected: "the rest of the \"fmt \" chunk")
    }
    try bytes.skip(size - fields.count)
    func number(_ offset: Int, _ count: Int) -> Int {
      bytes.number(fields[offset..<offset + count])
    }
    let (channels, rate) = (number(2, 2), number(4, 4))
    guard channels > 0 else {
      throw .badFormat(
        file: bytes.file, field: "number of channels", found: "0", expected: "1 or more")
    }
    guard (100...1_000_000).contains(rate) else {
      throw .badFormat(
        file: bytes.file, field: "sample rate", found: "\(rate) Hz",
        expected: "100 to 1,000,000 Hz")
    }
    var tag = number(0, 2)
    // An extensible format has the tag at the start of a GUID.
    if tag == 0xFFFE, fields.count >= 40 { tag = number(24, 2) }
    let encoding = try encoding(tag: tag, bits: number(14, 2), file: bytes.file)
    let format = WAVFormat(sampleRate: rate, channelCount: channels, encoding: encoding)
    guard number(12, 2) == format.frameByteCount else {
      throw .badFormat(
        file: bytes.file, field: "block size", found: "\(number(12, 2)) bytes",
        expected: "\(format.frameByteCount), for \(channels) channel\(channels == 1 ? "" : "s") of "
          + "\(encoding.byteCount * 8) bits")
    }
    return format
  }

  private static func encoding(
    tag: Int, bits: Int, file: String
  ) throws(WAVError) -> WAVEncoding {
    switch (tag, bits) {
    // Fewer bits than the bytes have are the upper ones, so the scale is that of the bytes.
    case (1, 1...8): return .unsigned8
    case (1, 9...16): return .signed16
    case (1, 17...24): return .signed24
    case (1, 25...32): return .signed32
    case (3, 32): return .float32
    case (3, 64): return .float64
    case (1, _), (3, _):
      throw .badFormat(
        file: file, field: "number of bits", found: "\(bits)",
        expected: tag == 1 ? "8, 16, 24 or 32" : "32 or 64")
    default:
      let hexadecimal = "0x" + String(tag, radix: 16, uppercase: true)
      let names = [
        2: "Microsoft ADPCM", 6: "A-law", 7: "µ-law", 17: "IMA ADPCM", 0x31: "GSM 6.10",
        0x50: "MPEG audio", 0x55: "MP3", 0xFF: "AAC", 0xFFFE: "extensible without a kind",
      ]
      throw .unsupportedEncoding(
        file: file, name: names[tag] ?? "of an unknown kind, \(hexadecimal)")
    }
  }
}
