/// A picture in PNG whose pixels are numbers of colours in a palette.
///
/// The pixels are stored, not compressed. That keeps the encoder small, and it puts the number of
/// pixel (row, column) at the byte `headerSize + row * (width + 6) + 6 + column`, where the script
/// of a page reads it back: the picture is at once the data behind it. A map of 512 × 500 takes
/// 347 kB in base64.
struct PixelImage: Sendable {
  /// The bytes before the first row: signature, header, palette, strengths, start of the data.
  static let headerSize = 8 + 25 + (12 + 3 * 256) + (12 + 256) + 8 + 2

  private(set) var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A picture of rows of equal length, at most 65534; `tint` tells the colour of each number.
  init(width: Int, rows: [[UInt8]], tint: (UInt8) -> ColorScale.Tint) {
    let tints = (0...UInt8.max).map(tint)
    // 8 bits a pixel, colours from a palette.
    append("IHDR", width.bigEndianBytes + rows.count.bigEndianBytes + [8, 3, 0, 0, 0])
    append("PLTE", tints.flatMap { [$0.color.red, $0.color.green, $0.color.blue] })
    append("tRNS", tints.map(\.strength))
    append("IDAT", Self.stored(rows))
    append("IEND", [])
  }

  /// The picture as an address that holds it whole.
  var dataAddress: String {
    "data:image/png;base64," + bytes.base64
  }

  private mutating func append(_ type: StaticString, _ content: [UInt8]) {
    let body = Array("\(type)".utf8) + content
    bytes +=
      content.count.bigEndianBytes + body + Int(CyclicRedundancyCheck.of(body)).bigEndianBytes
  }

  /// The rows as a zlib stream (RFC 1950) of stored blocks (RFC 1951), one a row.
  private static func stored(_ rows: [[UInt8]]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var (first, second): (UInt32, UInt32) = (1, 0)
    for (position, row) in rows.enumerated() {
      let length = UInt16(row.count + 1)
      let size = [UInt8(truncatingIfNeeded: length), UInt8(length >> 8)]
      stream.append(position == rows.count - 1 ? 1 : 0)
      // The size, its complement, and the row's filter: none.
      stream += size + size.map { ~$0 } + [0]
      stream += row
      second = (second + first) % 65521
      for byte in row {
        first = (first + UInt32(byte)) % 65521
        second = (second + first) % 65521
      }
    }
    return stream + Int(second << 16 | first).bigEndianBytes
  }
}

/// The checksum of a part of a PNG file (ISO 3309).
private enum CyclicRedundancyCheck {
  private static let table = (0...UInt32(255)).map { byte in
    (0..<8).reduce(byte) { value, _ in
      value & 1 == 1 ? 0xEDB8_8320 ^ value >> 1 : value >> 1
    }
  }

  static func of(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] ^ $0 >> 8 }
  }
}

extension Int {
  /// The low 32 bits.
  fileprivate var bigEndianBytes: [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: self >> $0) }
  }
}

extension [UInt8] {
  fileprivate var base64: String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(count / 3 * 4 + 4)
    for start in stride(from: 0, to: count, by: 3) {
      let group = self[start..<Swift.min(start + 3, count)]
      let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
      for place in 0..<4 {
        text.append(
          place <= group.count ? alphabet[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
