extension JSONValue {
  /// How a value is laid out as text.
  public enum TextStyle: Sendable {
    /// No whitespace at all: one line, for programs.
    case compact
    /// A member a line, two spaces a level, a newline at the end: for files that people read.
    case pretty
  }

  /// The value as JSON text.
  ///
  /// Members keep their order. A `Double` is written with the fewest digits that read back as the
  /// same number, and always so that it reads back as a `Double`.
  ///
  /// - Throws: ``JSONError/notFinite(path:value:)`` for a number that JSON cannot hold, and
  ///   ``JSONError/tooDeepToWrite(limit:)`` beyond 64 levels.
  public func text(_ style: TextStyle) throws -> String {
    var writer = JSONWriter(style: style)
    try writer.write(self, at: .root)
    return style == .pretty ? writer.text + "\n" : writer.text
  }

  /// The value as JSON text in UTF-8; see ``text(_:)``.
  public func bytes(_ style: TextStyle) throws -> [UInt8] {
    Array(try text(style).utf8)
  }
}
