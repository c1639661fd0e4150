/// What a character is to the cutting of text into units.
enum ScalarClass: UInt8 {
  /// A letter.
  case letter
  /// A digit or another number.
  case digit
  /// A character of a script that puts no spaces between words: an ideograph or a kana.
  case ideograph
  /// White space within a line.
  case space
  /// White space that ends a line.
  case lineBreak
  /// A mark or joiner, which belongs to what stands before it.
  case extender
  /// Punctuation, a symbol, a control.
  case other
  /// Bytes that are not UTF-8.
  case invalid
}

extension ScalarClass {
  /// The classes of the scripts below the ideographs, looked up once: Unicode's own tables are slow.
  static let table: [ScalarClass] = (0..<tableEnd).map { ScalarClass(lookingUp: $0) }
  static let tableEnd: UInt32 = 0x3000

  /// The class of a code point from ``tableEnd`` on.
  init(high value: UInt32) {
    switch value {
    case 0x3041...0x3096, 0x30A1...0x30FA, 0x3400...0x4DBF, 0x4E00...0x9FFF: self = .ideograph
    case 0xAC00...0xD7A3: self = .letter
    default: self.init(lookingUp: value)
    }
  }

  private init(lookingUp value: UInt32) {
    guard let scalar = Unicode.Scalar(value) else {
      self = .invalid
      return
    }
    switch scalar {
    case "\n", "\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}": self = .lineBreak
    case "\u{200C}", "\u{200D}": self = .extender
    default: self.init(category: scalar.properties)
    }
  }

  private init(category properties: Unicode.Scalar.Properties) {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter:
      self = .letter
    case .otherLetter:
      self = properties.isIdeographic ? .ideograph : .letter
    case .nonspacingMark, .spacingMark, .enclosingMark:
      self = .extender
    case .decimalNumber, .letterNumber, .otherNumber:
      self = .digit
    case .spaceSeparator:
      self = .space
    default:
      self = properties.isWhitespace ? .space : .other
    }
  }
}
