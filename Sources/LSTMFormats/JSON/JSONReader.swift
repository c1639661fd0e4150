/// A value together with its place in a document, for reading typed members out of it.
///
/// ```swift
/// let config = try JSONReader(contentsOf: "model/config.json")
/// let hiddenSize = try config.member("architecture").member("hiddenSize").integer(in: 1...65_536)
/// ```
///
/// Every failure is a ``JSONError`` that names the document, the path, what was found and what was
/// expected.
public struct JSONReader: Sendable {
  /// The value at this place.
  public let value: JSONValue
  /// The name of the document in messages, usually the file's.
  public let document: String
  let path: JSONPath

  /// A reader of a value at the top level of a document.
  public init(_ value: JSONValue, document: String) {
    self.init(value, document: document, path: .root)
  }

  /// Reads a JSON text.
  ///
  /// - Throws: ``JSONError`` with the byte of the first fault.
  public init(parsing bytes: [UInt8], document: String) throws {
    self.init(try JSONValue(parsing: bytes, document: document), document: document)
  }

  /// Reads a JSON file.
  ///
  /// - Throws: ``FileError`` where the file cannot be read, ``JSONError`` where it is not JSON.
  public init(contentsOf path: String) throws {
    try self.init(parsing: FileReader.bytes(of: path), document: path)
  }

  init(_ value: JSONValue, document: String, path: JSONPath) {
    self.value = value
    self.document = document
    self.path = path
  }

  /// The error that says that another value was expected here.
  ///
  /// For checks that only the caller can make, such as a name out of a list.
  public func expected(_ expected: String) -> JSONError {
    .unexpectedValue(
      document: document, path: path.text, found: value.kindName, expected: expected)
  }
}

// MARK: - Objects and arrays

extension JSONReader {
  /// The members in order, each at its place.
  ///
  /// - Throws: ``JSONError`` where the value is no object.
  public func members() throws -> [(name: String, reader: JSONReader)] {
    try object().members.map { member in
      (member.name, JSONReader(member.value, document: document, path: step(member.name)))
    }
  }

  /// A required member.
  ///
  /// - Throws: ``JSONError`` where the value is no object or lacks the member.
  public func member(_ name: String) throws -> JSONReader {
    guard let value = try object()[name] else {
      throw JSONError.missingMember(document: document, path: path.text, name: name)
    }
    return JSONReader(value, document: document, path: step(name))
  }

  /// An optional member, `nil` where it is missing or `null`.
  ///
  /// - Throws: ``JSONError`` where the value is no object.
  public func memberIfPresent(_ name: String) throws -> JSONReader? {
    guard let value = try object()[name], value != .null else { return nil }
    return JSONReader(value, document: document, path: step(name))
  }

  /// Makes sure that an object has no members but the known ones.
  ///
  /// - Throws: ``JSONError`` where the value is no object or has another member.
  public func refuseMembers(except known: [String]) throws {
    for member in try object().members where !known.contains(member.name) {
      throw JSONError.unknownMember(
        document: document, path: path.text, name: member.name, known: known)
    }
  }

  /// The elements in order, each at its place.
  ///
  /// - Throws: ``JSONError`` where the value is no array.
  public func elements() throws -> [JSONReader] {
    guard case .array(let elements) = value else { throw expected("an array") }
    return elements.enumerated().map { position, element in
      JSONReader(element, document: document, path: .element(of: path, position))
    }
  }

  private func object() throws -> JSONObject {
    guard case .object(let object) = value else { throw expected("an object") }
    return object
  }

  private func step(_ name: String) -> JSONPath {
    .member(of: path, name)
  }
}
