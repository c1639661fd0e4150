/// What stands between the fields of a row.
public enum TableSeparator: String, Sendable, CaseIterable {
  /// `,`
  case comma
  /// `;`
  case semicolon
  /// The tab character.
  case tab
  /// `|`
  case bar
  /// Any run of spaces and tabs; those at the start and the end of a row do not count.
  case whitespace

  /// The byte, `nil` for white space.
  var byte: UInt8? {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .semicolon: UInt8(ascii: ";")
    case .tab: UInt8(ascii: "\t")
    case .bar: UInt8(ascii: "|")
    case .whitespace: nil
    }
  }
}

/// What stands between the whole part of a number and its fraction.
public enum DecimalMark: String, Sendable, CaseIterable {
  /// `1.5`
  case point
  /// `1,5`
  case comma

  var byte: UInt8 { self == .point ? UInt8(ascii: ".") : UInt8(ascii: ",") }
}
