extension String {
  /// The text in quotes, fit for a message: control characters escaped, long text cut.
  ///
  /// Names come from files that anyone may have written; printed as they are, they could move the
  /// cursor or colour the terminal.
  package var quotedForMessage: String {
    let limit = 80
    var text = "\""
    var count = 0
    for scalar in unicodeScalars {
      guard count < limit else { return text + "…\"" }
      text += Self.escaped(scalar)
      count += 1
    }
    return text + "\""
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator:
      "\\u{" + String(scalar.value, radix: 16) + "}"
    default:
      scalar == "\"" || scalar == "\\" ? "\\" + String(scalar) : String(scalar)
    }
  }
}
