extension Double {
  /// The number as people read it: at most `digits` significant digits, the same in every locale.
  ///
  /// Numbers of ordinary size are written out (`0.25`, `−120000`), all others with a power of ten
  /// (`1.5e−9`). The sign is the typographic minus, as wide as a digit.
  func shortText(digits: Int = 4) -> String {
    guard isFinite else { return isNaN ? "NaN" : self < 0 ? "−∞" : "∞" }
    var decimal = DecimalDigits(magnitude)
    decimal.round(to: digits)
    return (self < 0 ? "−" : "") + decimal.text
  }

  /// The number as a coordinate of a drawing: two decimals, and zero where there is no number.
  var coordinateText: String {
    guard isFinite else { return "0" }
    let hundredths = Int(Swift.min(Swift.max((self * 100).rounded(), -1e12), 1e12))
    let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
    var text = (hundredths < 0 ? "-" : "") + String(whole)
    if rest > 0 {
      text += rest < 10 ? ".0" : "."
      text += String(rest.isMultiple(of: 10) ? rest / 10 : rest)
    }
    return text
  }
}

/// The decimal digits of a positive number, to be rounded and written.
private struct DecimalDigits {
  /// From the first significant digit to the last; empty for zero.
  private var digits: [UInt8] = []
  /// The power of ten of the first digit.
  private var exponent = 0

  /// Reads what the standard library writes: the fewest digits that read back as `number`.
  init(_ number: Double) {
    let parts = number.description.split(separator: "e", maxSplits: 1)
    let mantissa = (parts.first ?? "").split(separator: ".", omittingEmptySubsequences: false)
    let whole = mantissa.first ?? ""
    let all = mantissa.joined().utf8.map { $0 &- UInt8(ascii: "0") }
    let leadingZeros = all.prefix { $0 == 0 }.count
    digits = Array(all.dropFirst(leadingZeros))
    exponent = whole.count - 1 - leadingZeros + (parts.dropFirst().first.flatMap { Int($0) } ?? 0)
    trim()
  }

  /// Keeps `count` digits; a half is rounded away from zero.
  mutating func round(to count: Int) {
    guard digits.count > count else { return }
    let roundsUp = digits.dropFirst(count).first.map { $0 >= 5 } ?? false
    digits.removeLast(digits.count - count)
    if roundsUp {
      while digits.last == 9 { digits.removeLast() }
      if let last = digits.popLast() {
        digits.append(last + 1)
      } else {
        digits = [1]
        exponent += 1
      }
    }
    trim()
  }

  var text: String {
    guard !digits.isEmpty else { return "0" }
    let characters = String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    switch exponent {
    case 0...14 where exponent < 7 || digits.count > exponent - 3:
      let whole = characters.prefix(exponent + 1)
      let rest = characters.dropFirst(exponent + 1)
      return whole + String(repeating: "0", count: exponent + 1 - whole.count)
        + (rest.isEmpty ? "" : "." + rest)
    case -4..<0:
      return "0." + String(repeating: "0", count: -exponent - 1) + characters
    default:
      let rest = characters.dropFirst()
      return characters.prefix(1) + (rest.isEmpty ? "" : "." + rest)
        + (exponent < 0 ? "e−" : "e") + String(exponent.magnitude)
    }
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
  }
}
