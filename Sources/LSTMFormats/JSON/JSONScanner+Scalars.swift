extension JSONScanner {
  /// Reads a number: an integer where the text says so and 64 bits hold it, else a `Double`.
  mutating func number() throws -> JSONValue {
    skipWhitespace()
    let first = cursor
    let isNegative = next == UInt8(ascii: "-")
    if isNegative { advance() }
    let digits = cursor
    try skipDigits("a digit")
    if bytes[digits] == UInt8(ascii: "0"), cursor > digits + 1 {
      advance(by: digits + 1 - cursor)
      throw unexpected("no digit after a leading zero")
    }
    let whole = digits..<cursor
    var isInteger = true
    if next == UInt8(ascii: ".") {
      isInteger = false
      advance()
      try skipDigits("a digit after the decimal point")
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      isInteger = false
      advance()
      if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { advance() }
      try skipDigits("a digit of the exponent")
    }
    if isInteger, let value = integer(of: whole, isNegative: isNegative) { return .integer(value) }
    return .number(try double(from: first))
  }

  /// Reads `true` or `false`.
  mutating func boolean() throws -> Bool {
    skipWhitespace()
    let value = next == UInt8(ascii: "t")
    try word(value ? "true" : "false", expected: "true or false")
    return value
  }

  /// Reads `null`.
  mutating func null() throws {
    skipWhitespace()
    try word("null", expected: "null")
  }

  private mutating func word(_ word: StaticString, expected: String) throws {
    let text = Array(word.description.utf8)
    guard bytes[cursor..<end].starts(with: text) else { throw unexpected(expected) }
    advance(by: text.count)
  }

  private mutating func skipDigits(_ expected: String) throws {
    guard let byte = next, isDigit(byte) else { throw unexpected(expected) }
    while let byte = next, isDigit(byte) { advance() }
  }

  func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// The integer of these digits, `nil` beyond 64 bits and for -0, whose sign only a `Double` keeps.
  private func integer(of digits: Range<Int>, isNegative: Bool) -> Int64? {
    var value: Int64 = 0
    for position in digits {
      let digit = Int64(bytes[position] - UInt8(ascii: "0"))
      let (product, productOverflows) = value.multipliedReportingOverflow(by: 10)
      let (sum, sumOverflows) =
        isNegative
        ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
      guard !productOverflows, !sumOverflows else { return nil }
      value = sum
    }
    return isNegative && value == 0 ? nil : value
  }

  private func double(from first: Int) throws -> Double {
    let text = String(decoding: bytes[first..<cursor], as: UTF8.self)
    guard let value = Double(text), value.isFinite else {
      throw JSONError.numberTooLarge(
        document: document, offset: first - start, text: String(text.prefix(40)))
    }
    return value
  }
}
