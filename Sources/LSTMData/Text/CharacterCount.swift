/// The number of characters (Unicode scalars) of a valid UTF-8 text.
package func characterCount(of text: [UInt8]) -> Int {
  var count = 0
  for byte in text where !isContinuation(byte) {
    count += 1
  }
  return count
}

/// The offset at which character number `index` (from zero) of a valid UTF-8 text begins, the
/// text's length where it has no more than `index` characters.
package func byteOffset(ofCharacter index: Int, in text: [UInt8]) -> Int {
  var remaining = index
  for offset in text.indices where !isContinuation(text[offset]) {
    if remaining == 0 { return offset }
    remaining -= 1
  }
  return text.count
}

@inline(__always)
private func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }
