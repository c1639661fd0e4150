/// One step through bytes that may be UTF-8: the character that begins at an offset, or what is
/// wrong there.
///
/// The rules are table 3-7 of the Unicode standard (no overlong forms, no surrogates, nothing above
/// U+10FFFF). An ill-formed step is as long as the standard's "maximal subpart", which is also where
/// Python's decoder and Swift's `String(decoding:as:)` cut.
struct UTF8Step {
  enum Verdict {
    /// A whole character.
    case scalar
    /// The start of a character, cut off by the end of the bytes.
    case truncated
    /// Bytes that begin no character.
    case illFormed
  }

  let verdict: Verdict
  /// The code point; U+FFFD unless the verdict is `scalar`.
  let value: UInt32
  /// The number of bytes that the step covers, at least one.
  let length: Int

  @inline(__always)
  private init(_ verdict: Verdict, value: UInt32 = 0xFFFD, length: Int) {
    self.verdict = verdict
    self.value = value
    self.length = length
  }

  /// Looks at the character that begins at `offset` and ends before `end`.
  @inline(__always)
  init(_ bytes: [UInt8], at offset: Int, end: Int) {
    let first = bytes[offset]
    if first < 0x80 {
      self.init(.scalar, value: UInt32(first), length: 1)
    } else {
      self.init(multibyte: bytes, at: offset, end: end)
    }
  }

  private init(multibyte bytes: [UInt8], at offset: Int, end: Int) {
    let first = bytes[offset]
    guard let lead = Lead(first) else {
      self.init(.illFormed, length: 1)
      return
    }
    var value = lead.bits
    var low = lead.secondLow
    var high = lead.secondHigh
    var length = 1
    while length < lead.length {
      guard offset + length < end else {
        self.init(.truncated, length: length)
        return
      }
      let byte = bytes[offset + length]
      guard byte >= low, byte <= high else {
        self.init(.illFormed, length: length)
        return
      }
      value = value << 6 | UInt32(byte & 0x3F)
      low = 0x80
      high = 0xBF
      length += 1
    }
    self.init(.scalar, value: value, length: length)
  }
}

extension UTF8Step {
  /// What the first byte of a character of several bytes says about the rest.
  private struct Lead {
    let length: Int
    let bits: UInt32
    let secondLow: UInt8
    let secondHigh: UInt8

    init?(_ byte: UInt8) {
      switch byte {
      case 0xC2...0xDF: (length, bits) = (2, UInt32(byte & 0x1F))
      case 0xE0...0xEF: (length, bits) = (3, UInt32(byte & 0x0F))
      case 0xF0...0xF4: (length, bits) = (4, UInt32(byte & 0x07))
      default: return nil
      }
      secondLow = byte == 0xE0 ? 0xA0 : byte == 0xF0 ? 0x90 : 0x80
      secondHigh = byte == 0xED ? 0x9F : byte == 0xF4 ? 0x8F : 0xBF
    }
  }
}
