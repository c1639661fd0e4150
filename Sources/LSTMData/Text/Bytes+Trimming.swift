extension [UInt8] {
  /// Without the white space of ASCII around it.
  package var trimmed: [UInt8] {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return [] }
    return first == 0 && last == count - 1 ? self : Array(self[first...last])
  }
}
