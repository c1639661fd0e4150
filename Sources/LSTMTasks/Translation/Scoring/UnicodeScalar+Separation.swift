extension Unicode.Scalar {
  /// Whether words end here for sacreBLEU, which splits as Python's `str.split()` does: white space of Unicode, and
  /// the four information separators of ASCII.
  var separatesWords: Bool { properties.isWhitespace || (0x1C...0x1F).contains(value) }
}
