extension [UInt8] {
  /// The lines of a text; what ends the text is no line.
  package var lines: [[UInt8]] {
    var lines = split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines.map { [UInt8]($0) }
  }
}
