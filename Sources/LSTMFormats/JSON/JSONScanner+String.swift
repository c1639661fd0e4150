extension JSONScanner {
  /// Reads a string.
  mutating func string() throws -> String {
    try consume("\"", expected: "a string")
    let first = cursor
    while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
      guard byte >= 0x20 else { throw unexpected("a character of a string, or an escape") }
      advance()
    }
    if next == UInt8(ascii: "\\") { return try escapedString(from: first) }
    return try closeString(bytes[first..<cursor], from: first)
  }

  /// Reads on in a string at its first escape; `first` is where its text begins.
  private mutating func escapedString(from first: Int) throws -> String {
    var text = Array(bytes[first..<cursor])
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected("a character of a string, or an escape") }
      if byte == UInt8(ascii: "\\") {
        try appendEscape(to: &text)
      } else {
        text.append(byte)
        advance()
      }
    }
    return try closeString(text[...], from: first)
  }

  private mutating func closeString(_ text: ArraySlice<UInt8>, from first: Int) throws -> String {
    guard next == UInt8(ascii: "\"") else { throw unexpected("'\"' at the end of the string") }
    advance()
    guard let string = String(validating: text, as: UTF8.self) else {
      throw JSONError.invalidUTF8(document: document, offset: first - 1 - start)
    }
    return string
  }

  /// Reads one escape, or the two of a surrogate pair, and appends it as UTF-8.
  private mutating func appendEscape(to text: inout [UInt8]) throws {
    let place = offset
    advance()
    if let byte = next, let meaning = simpleEscape(byte) {
      advance()
      text.append(meaning)
      return
    }
    guard next == UInt8(ascii: "u") else { throw unexpected("one of the escapes \"\\/bfnrtu") }
    advance()
    let unit = try hexadecimalUnit()
    var units = [unit]
    if UTF16.isLeadSurrogate(unit), next == UInt8(ascii: "\\") {
      advance()
      guard next == UInt8(ascii: "u") else {
        throw JSONError.loneSurrogate(document: document, offset: place)
      }
      advance()
      units.append(try hexadecimalUnit())
    }
    guard let character = String(validating: units, as: UTF16.self) else {
      throw JSONError.loneSurrogate(document: document, offset: place)
    }
    text.append(contentsOf: character.utf8)
  }

  private func simpleEscape(_ byte: UInt8) -> UInt8? {
    switch Unicode.Scalar(byte) {
    case "\"", "\\", "/": byte
    case "b": 0x08
    case "f": 0x0C
    case "n": 0x0A
    case "r": 0x0D
    case "t": 0x09
    default: nil
    }
  }

  private mutating func hexadecimalUnit() throws -> UInt16 {
    var unit: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Unicode.Scalar(byte).hexadecimalDigit else {
        throw unexpected("four hexadecimal digits after \\u")
      }
      unit = unit << 4 | digit
      advance()
    }
    return unit
  }
}

extension Unicode.Scalar {
  /// The value of a hexadecimal digit, `nil` for every other character.
  fileprivate var hexadecimalDigit: UInt16? {
    switch self {
    case "0"..."9": UInt16(value - 0x30)
    case "a"..."f": UInt16(value - 0x61 + 10)
    case "A"..."F": UInt16(value - 0x41 + 10)
    default: nil
    }
  }
}
