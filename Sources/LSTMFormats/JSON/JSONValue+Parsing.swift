extension JSONValue {
  /// Reads a JSON text.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8, without a byte order mark.
  ///   - document: Its name in messages, usually the file's.
  /// - Throws: ``JSONError`` with the byte of the first fault.
  public init(parsing bytes: [UInt8], document: String) throws {
    var scanner = JSONScanner(bytes, document: document)
    self = try scanner.value()
    try scanner.finish()
  }

  /// Reads a JSON text.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - document: Its name in messages.
  /// - Throws: ``JSONError`` with the byte of the first fault.
  public init(parsing text: String, document: String) throws {
    try self.init(parsing: Array(text.utf8), document: document)
  }
}

extension JSONScanner {
  /// Reads any value.
  ///
  /// The recursion is as deep as the value, which ``depthLimit`` bounds.
  mutating func value() throws -> JSONValue {
    skipWhitespace()
    switch next {
    case UInt8(ascii: "{"): return .object(try object())
    case UInt8(ascii: "["): return .array(try array())
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"), UInt8(ascii: "f"): return .boolean(try boolean())
    case UInt8(ascii: "n"):
      try null()
      return .null
    case let byte? where byte == UInt8(ascii: "-") || isDigit(byte): return try number()
    default: throw unexpected("a value")
    }
  }

  private mutating func object() throws -> JSONObject {
    var members: [JSONObject.Member] = []
    try beginObject()
    while let name = try nextName() {
      members.append(JSONObject.Member(name: name, value: try value()))
    }
    return JSONObject(members, names: closedNames)
  }

  private mutating func array() throws -> [JSONValue] {
    var elements: [JSONValue] = []
    try beginArray()
    while try nextElement() { elements.append(try value()) }
    return elements
  }
}
