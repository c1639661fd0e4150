import LSTMFormats

extension CellKind: JSONRepresentable {
  /// The name.
  public var json: JSONValue { .string(rawValue) }

  /// Reads a name.
  ///
  /// - Throws: `JSONError` with all names where it is none of them.
  public init(json: JSONReader) throws {
    guard let kind = CellKind(rawValue: try json.string()) else {
      throw json.expected(
        "one of " + Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self = kind
  }
}
