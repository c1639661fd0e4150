extension Vocabulary {
  /// Bytes as a person can read them, on one line and with nothing invisible.
  ///
  /// A space is ␣, a line break ⏎, a tab ⇥, other controls have their Unicode pictures (␀); a mark
  /// that needs a letter stands on ◌; other invisible characters are `<U+200D>`, bytes that are not
  /// UTF-8 `<0xE2>`.
  public static func displayText(_ bytes: [UInt8]) -> String {
    var text = String.UnicodeScalarView()
    var offset = 0
    while offset < bytes.count {
      let step = UTF8Step(bytes, at: offset, end: bytes.count)
      if step.verdict == .scalar, let scalar = Unicode.Scalar(step.value) {
        appendPicture(of: scalar, to: &text)
      } else {
        for byte in bytes[offset..<offset + step.length] {
          text.append(contentsOf: "<0x\(hexadecimal(UInt32(byte), width: 2))>".unicodeScalars)
        }
      }
      offset += step.length
    }
    return String(text)
  }

  private static func appendPicture(
    of scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView
  ) {
    switch scalar {
    case " ": text.append("␣")
    case "\n": text.append("⏎")
    case "\t": text.append("⇥")
    case "\u{7F}": text.append("␡")
    case "\0"..<" ": text.append(Unicode.Scalar(0x2400 + scalar.value) ?? "␀")
    default: appendCategorised(scalar, to: &text)
    }
  }

  private static func appendCategorised(
    _ scalar: Unicode.Scalar, to text: inout String.UnicodeScalarView
  ) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
      .surrogate, .unassigned:
      text.append(contentsOf: "<U+\(hexadecimal(scalar.value, width: 4))>".unicodeScalars)
    case .nonspacingMark, .spacingMark, .enclosingMark:
      if text.isEmpty { text.append("◌") }
      text.append(scalar)
    default:
      text.append(scalar)
    }
  }

  private static func hexadecimal(_ value: UInt32, width: Int) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(width - digits.count, 0)) + digits
  }
}
