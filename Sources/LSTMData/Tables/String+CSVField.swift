extension String {
  /// The text as a field of a CSV file, in quotes where it must be (RFC 4180).
  public var csvField: String {
    let isPlain = !utf8.contains {
      $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "\"") || $0 == 10 || $0 == 13
    }
    guard !isPlain else { return self }
    return "\""
      + split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
