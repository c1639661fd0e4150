/// How far bytes are UTF-8, and why no further.
struct UTF8Scan {
  enum End: Equatable {
    /// All bytes are whole characters.
    case complete
    /// The last character is cut off.
    case truncated
    /// This many bytes begin no character.
    case illFormed(length: Int)
  }

  /// The number of bytes, from the first, that form whole characters.
  let validCount: Int
  let end: End

  private static let blockLength = 32

  init(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      offset = Self.endOfASCIIBlocks(bytes, from: offset)
      let stop = min(offset + Self.blockLength, bytes.count)
      while offset < stop {
        let step = UTF8Step(bytes, at: offset, end: bytes.count)
        guard step.verdict == .scalar else {
          validCount = offset
          end = step.verdict == .truncated ? .truncated : .illFormed(length: step.length)
          return
        }
        offset += step.length
      }
    }
    validCount = offset
    end = .complete
  }

  /// Most text is ASCII, and a block of it is recognised with one comparison.
  private static func endOfASCIIBlocks(_ bytes: [UInt8], from start: Int) -> Int {
    var offset = start
    while offset + blockLength <= bytes.count {
      var union: UInt8 = 0
      for index in offset..<offset + blockLength {
        union |= bytes[index]
      }
      guard union < 0x80 else { break }
      offset += blockLength
    }
    return offset
  }
}

extension UTF8Scan {
  /// Whether all bytes are whole characters.
  static func isValid(_ bytes: [UInt8]) -> Bool { UTF8Scan(bytes).end == .complete }
}
