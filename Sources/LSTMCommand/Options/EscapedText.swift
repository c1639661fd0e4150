import LSTMFormats

extension String {
  /// The text with its escapes replaced: a shell hands them over as they are typed.
  ///
  /// - Parameter option: its name in messages.
  /// - Throws: ``UsageError`` for a backslash that begins no escape.
  func unescaped(in option: String) throws -> String {
    var (text, rest) = ("", self[...])
    while let place = rest.firstIndex(of: "\\") {
      text += rest[..<place]
      rest = rest[rest.index(after: place)...]
      let escaped: Character? =
        switch rest.first {
        case "n": "\n"
        case "t": "\t"
        case "\\": "\\"
        default: nil
        }
      guard let escaped else {
        throw UsageError(
          """
          \(option) is \(quotedForMessage), in which a backslash begins no escape; there are \\n (line feed), \\t (tab) \
          and \\\\ (backslash).
          """)
      }
      text.append(escaped)
      rest = rest.dropFirst()
    }
    return text + rest
  }
}
