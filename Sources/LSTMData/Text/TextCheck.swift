/// Looks at bytes that are to be a line of text.
public enum TextCheck {
  /// The offset of the first byte that is not UTF-8; `nil` where all are.
  public static func firstInvalidByte(of bytes: [UInt8]) -> Int? {
    let scan = UTF8Scan(bytes)
    return scan.end == .complete ? nil : scan.validCount
  }
}
