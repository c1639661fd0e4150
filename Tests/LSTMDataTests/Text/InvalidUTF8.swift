import Testing

/// Bytes that are not UTF-8.
///
/// The offsets and kinds are those of Python 3.11:
/// `bytes.decode("utf-8")` raises UnicodeDecodeError with this `start`, `end - start`, and "unexpected
/// end of data" where `isTruncated`.
struct InvalidUTF8: Sendable, CustomTestStringConvertible {
  let name: String
  let bytes: [UInt8]
  let offset: Int
  let length: Int
  let isTruncated: Bool

  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], at offset: Int, length: Int = 1, truncated: Bool = false) {
    self.name = name
    self.bytes = bytes
    self.offset = offset
    self.length = length
    isTruncated = truncated
  }

  static let table: [InvalidUTF8] = [
    .init("0xFF after text", [0x61, 0x62, 0xFF, 0x63], at: 2),
    .init("0xFE alone", [0xFE], at: 0),
    .init("a continuation byte alone", [0x61, 0x80, 0x62], at: 1),
    .init("Latin-1", [0x63, 0x61, 0x66, 0xE9, 0x20, 0x61], at: 3),
    .init("overlong slash of two bytes", [0xC0, 0xAF], at: 0),
    .init("overlong letter of two bytes", [0x78, 0xC1, 0xBF], at: 1),
    .init("overlong NUL of three bytes", [0xE0, 0x80, 0x80], at: 0),
    .init("overlong of three bytes, the last one", [0xE0, 0x9F, 0xBF], at: 0),
    .init("overlong of four bytes", [0xF0, 0x80, 0x80, 0x80], at: 0),
    .init("overlong of four bytes, the last one", [0xF0, 0x8F, 0xBF, 0xBF], at: 0),
    .init("the first surrogate", [0x61, 0xED, 0xA0, 0x80], at: 1),
    .init("the last surrogate", [0xED, 0xBF, 0xBF], at: 0),
    .init("a pair of surrogates", [0xED, 0xA0, 0x80, 0xED, 0xB0, 0x80], at: 0),
    .init("just above 10FFFF", [0xF4, 0x90, 0x80, 0x80], at: 0),
    .init("far above 10FFFF", [0xF7, 0xBF, 0xBF, 0xBF], at: 0),
    .init("a form of five bytes", [0xF8, 0x88, 0x80, 0x80, 0x80], at: 0),
    .init("a form of six bytes", [0x7A, 0xFC, 0x84, 0x80, 0x80, 0x80, 0x80], at: 1),
    .init("two bytes, not completed", [0xC3, 0x28], at: 0),
    .init("three bytes, the second missing", [0xE2, 0x28, 0xA1], at: 0),
    .init("three bytes, the third missing", [0x20, 0xE2, 0x82, 0x28], at: 1, length: 2),
    .init("four bytes, the second missing", [0xF0, 0x28, 0x8C, 0xBC], at: 0),
    .init("four bytes, the fourth missing", [0xF0, 0x9F, 0x98, 0x28], at: 0, length: 3),
    .init("a lead byte after a lead byte", [0xC3, 0xC3, 0xA9], at: 0),
    .init("two bytes, cut off", [0x61, 0xC3], at: 1, truncated: true),
    .init("three bytes, cut off after one", [0xE2], at: 0, truncated: true),
    .init(
      "three bytes, cut off after two", [0x61, 0x62, 0xE2, 0x82], at: 2, length: 2, truncated: true),
    .init("four bytes, cut off after one", [0xF0], at: 0, truncated: true),
    .init(
      "four bytes, cut off after three", [0x61, 0xF0, 0x9F, 0x98], at: 1, length: 3,
      truncated: true),
    .init(
      "valid characters of each length before",
      [0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xF4, 0x8F, 0xBF, 0xBF, 0x80], at: 13),
    .init("UTF-16, little-endian", [0xFF, 0xFE, 0x61, 0x00], at: 0),
    .init("UTF-16, big-endian", [0xFE, 0xFF, 0x00, 0x61], at: 0),
    .init("behind a block of ASCII", Array(repeating: 0x61, count: 100) + [0xBF], at: 100),
  ]
}
