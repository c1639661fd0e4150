/// Reads decimal numbers, correctly rounded, without making a text of them.
enum DecimalNumber {
  /// 10 to the powers 0 to 19, which 64 bits hold.
  private static let powers: [UInt64] = (0..<20).map { power in
    (0..<power).reduce(1) { product, _ in product * 10 }
  }

  /// The number that `bytes[range]` writes, `nil` where they write none.
  ///
  /// A sign, digits with at most one decimal mark, an exponent; no blanks, no hexadecimal, no
  /// infinity. The result is the nearest `Double`.
  static func parse(_ bytes: [UInt8], _ range: Range<Int>, mark: UInt8) -> Double? {
    let end = range.upperBound
    var position = range.lowerBound
    guard position < end else { return nil }
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    var digits: UInt64 = 0
    var significant = 0
    var scale = 0
    var digitCount = 0
    var markAt = -1
    while position < end {
      let byte = bytes[position]
      let digit = byte &- UInt8(ascii: "0")
      if digit < 10 {
        digitCount += 1
        if significant > 0 || digit > 0 { significant += 1 }
        if significant <= 19 { digits = digits &* 10 &+ UInt64(digit) }
        if markAt >= 0 { scale -= 1 }
      } else if byte == mark, markAt < 0 {
        markAt = position
      } else {
        break
      }
      position += 1
    }
    guard digitCount > 0 else { return nil }
    if position < end {
      guard let exponent = exponent(bytes, position..<end) else { return nil }
      scale += exponent
    }
    guard significant <= 19, scale <= 19, scale >= -19 else {
      return slow(bytes, range, markAt: markAt)
    }
    let magnitude = value(digits, scale: scale)
    return isNegative ? -magnitude : magnitude
  }

  /// digits · 10^scale to the nearest, ties to even, for a scale from -19 to 19.
  @inline(__always)
  private static func value(_ digits: UInt64, scale: Int) -> Double {
    if digits < 1 << 53, scale >= -15, scale <= 15 {
      // Both operands are exact, so one operation rounds once.
      return scale < 0
        ? Double(digits) / Double(powers[-scale]) : Double(digits) * Double(powers[scale])
    }
    guard digits > 0 else { return 0 }
    if scale >= 0 {
      let (high, low) = digits.multipliedFullWidth(by: powers[scale])
      return Double(UInt128(high) << 64 | UInt128(low))
    }
    // A quotient of 63 bits or more, its last bit set where something is left: rounding it to 53
    // bits is rounding the true quotient.
    let divisor = powers[-scale]
    let (up, down) = (digits.leadingZeroBitCount, divisor.leadingZeroBitCount)
    let numerator = digits << UInt64(up)
    let (quotient, rest) = (divisor << UInt64(down)).dividingFullWidth(
      (numerator >> 1, numerator << 63))
    let sticky = rest == 0 ? quotient : quotient | 1
    return Double(sticky) * Double(sign: .plus, exponent: down - up - 63, significand: 1)
  }

  private static func exponent(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    var position = range.lowerBound
    guard bytes[position] | 0x20 == UInt8(ascii: "e"), position + 1 < range.upperBound else {
      return nil
    }
    position += 1
    let isNegative = bytes[position] == UInt8(ascii: "-")
    if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }
    guard position < range.upperBound else { return nil }
    var value = 0
    while position < range.upperBound {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // Beyond this every number is zero or infinite.
      value = min(value * 10 + Int(digit), 1_000_000)
      position += 1
    }
    return isNegative ? -value : value
  }

  /// Long or far numbers, by the standard library.
  private static func slow(_ bytes: [UInt8], _ range: Range<Int>, markAt: Int) -> Double? {
    var text = Array(bytes[range])
    if markAt >= 0 { text[markAt - range.lowerBound] = UInt8(ascii: ".") }
    guard let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite else {
      return nil
    }
    return value
  }
}
