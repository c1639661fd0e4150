import LSTMFormats

/// What a detector's data are, which decides how they are read and what is learned of them.
public enum DetectorKind: String, Sendable, CaseIterable {
  /// Series in a table: windows of them are learned, each row is scored.
  case series
  /// Sequences of one length, a row of a table each: each is scored as a whole.
  case rows
  /// Events, such as the payments of customers.
  case events
}

extension DetectorKind: JSONRepresentable {
  /// The name.
  public var json: JSONValue { .string(rawValue) }

  /// Reads a name.
  ///
  /// - Throws: `JSONError` with all names where it is none of them.
  public init(json: JSONReader) throws {
    guard let kind = DetectorKind(rawValue: try json.string()) else {
      throw json.expected(
        "one of " + Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self = kind
  }
}
