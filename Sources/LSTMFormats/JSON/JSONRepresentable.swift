/// A value that is saved as JSON and read back with every member checked.
///
/// Plainer than `Codable` on purpose: the order of members is the order in the code, numbers keep
/// their kind, and an error names the file and the path.
public protocol JSONRepresentable {
  /// The value as JSON.
  var json: JSONValue { get }

  /// Reads the value at a place of a document.
  ///
  /// - Throws: ``JSONError`` where the JSON is not what it should be.
  init(json: JSONReader) throws
}

extension Bool: JSONRepresentable {
  /// `true` or `false`.
  public var json: JSONValue { .boolean(self) }

  /// Reads `true` or `false`.
  public init(json: JSONReader) throws {
    self = try json.boolean()
  }
}

extension Int: JSONRepresentable {
  /// An integer.
  public var json: JSONValue { .integer(Int64(self)) }

  /// Reads an integer.
  public init(json: JSONReader) throws {
    self = try json.integer()
  }
}

extension UInt64: JSONRepresentable {
  /// An integer, or beyond the largest `Int64` its digits as a text.
  public var json: JSONValue {
    Int64(exactly: self).map { .integer($0) } ?? .string(String(self))
  }

  /// Reads an integer, or a text of digits.
  public init(json: JSONReader) throws {
    switch json.value {
    case .integer(let value) where value >= 0: self = UInt64(value)
    case .string(let digits):
      guard let value = UInt64(digits) else { throw json.expected("an integer of at least 0") }
      self = value
    default: throw json.expected("an integer of at least 0")
    }
  }
}

extension Double: JSONRepresentable {
  /// A number.
  public var json: JSONValue { .number(self) }

  /// Reads a number.
  public init(json: JSONReader) throws {
    self = try json.double()
  }
}

extension Float: JSONRepresentable {
  /// A number, in the fewest digits that read back as the same `Float`.
  public var json: JSONValue {
    // Reading rounds twice, to Double and then to Float, which could end next to the number.
    guard let short = Double(description), Float(short) == self else {
      return .number(Double(self))
    }
    return .number(short)
  }

  /// Reads a number.
  public init(json: JSONReader) throws {
    self = try json.float()
  }
}

extension String: JSONRepresentable {
  /// A text.
  public var json: JSONValue { .string(self) }

  /// Reads a text.
  public init(json: JSONReader) throws {
    self = try json.string()
  }
}

extension JSONValue: JSONRepresentable {
  /// The value itself.
  public var json: JSONValue { self }

  /// Takes the value as it is.
  public init(json: JSONReader) throws {
    self = json.value
  }
}

extension Array: JSONRepresentable where Element: JSONRepresentable {
  /// The elements in order.
  public var json: JSONValue { .array(map(\.json)) }

  /// Reads the elements in order.
  public init(json: JSONReader) throws {
    self = try json.elements().map(Element.init(json:))
  }
}

extension Optional: JSONRepresentable where Wrapped: JSONRepresentable {
  /// The value, or `null`.
  public var json: JSONValue { self?.json ?? .null }

  /// Reads a value, or `null`.
  public init(json: JSONReader) throws {
    self = json.value == .null ? nil : try Wrapped(json: json)
  }
}
