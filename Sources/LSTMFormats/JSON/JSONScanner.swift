/// A strict reader of one JSON text (RFC 8259), one token after the other.
///
/// The only JSON grammar of the package. It refuses what readers are known to disagree on, and what
/// could be read one way by a checker and another way by us: a byte order mark, encodings other
/// than UTF-8, a name twice in one object (also when spelled with escapes), halves of surrogate
/// pairs, trailing commas, `NaN`, numbers beyond `Double`. Nesting is bounded by ``depthLimit``, so
/// that no text can exhaust the stack of a recursive caller.
///
/// A caller asks for what it expects: ``beginObject()`` then ``nextName()`` until `nil`,
/// ``beginArray()`` then ``nextElement()`` until `false`, or a scalar.
struct JSONScanner: Sendable {
  /// How deep arrays and objects may be nested.
  static let depthLimit = 64

  /// An array or object that is open.
  private struct Container: Sendable {
    var names = ExactStringIndex()
    var isEmpty = true
  }

  /// The name of the text in messages.
  let document: String
  /// Where the next token is looked for, in bytes from the beginning of the text.
  var offset: Int { cursor - start }
  private(set) var cursor: Int
  let bytes: [UInt8]
  let start: Int
  let end: Int
  private var containers: [Container] = []
  /// The names of the object that was closed last.
  private(set) var closedNames = ExactStringIndex()

  /// A scanner of all `bytes`.
  init(_ bytes: [UInt8], document: String) {
    self.init(bytes, in: 0..<bytes.count, document: document)
  }

  /// A scanner of the text at `range` of `bytes`; offsets count from the beginning of the range.
  init(_ bytes: [UInt8], in range: Range<Int>, document: String) {
    self.bytes = bytes
    self.document = document
    start = range.lowerBound
    cursor = range.lowerBound
    end = range.upperBound
  }
}

// MARK: - Containers

extension JSONScanner {
  /// Enters an object.
  mutating func beginObject() throws {
    try open(with: "{", expected: "an object")
  }

  /// Reads the next member's name and the colon after it, `nil` where the object ends.
  mutating func nextName() throws -> String? {
    guard try continues(until: "}") else { return nil }
    skipWhitespace()
    let place = offset
    guard let next, next == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
    let name = try string()
    guard containers[containers.count - 1].names.insert(name) else {
      throw JSONError.duplicateName(document: document, offset: place, name: name)
    }
    try consume(":", expected: "':' after the name")
    return name
  }

  /// Enters an array.
  mutating func beginArray() throws {
    try open(with: "[", expected: "an array")
  }

  /// Whether another element follows; `false` where the array ends.
  mutating func nextElement() throws -> Bool {
    try continues(until: "]")
  }

  private mutating func open(with bracket: Unicode.Scalar, expected: String) throws {
    skipWhitespace()
    let place = offset
    try consume(bracket, expected: expected)
    guard containers.count < Self.depthLimit else {
      throw JSONError.tooDeep(document: document, offset: place, limit: Self.depthLimit)
    }
    containers.append(Container())
  }

  /// Passes the comma before a further item, or the closing bracket.
  private mutating func continues(until bracket: Unicode.Scalar) throws -> Bool {
    skipWhitespace()
    let isFirst = containers[containers.count - 1].isEmpty
    if next == UInt8(ascii: bracket) {
      advance()
      closedNames = containers.removeLast().names
      return false
    }
    containers[containers.count - 1].isEmpty = false
    if !isFirst { try consume(",", expected: "',' or '\(bracket)'") }
    return true
  }
}

// MARK: - Single bytes

extension JSONScanner {
  /// The byte at the cursor, `nil` at the end.
  var next: UInt8? { cursor < end ? bytes[cursor] : nil }

  mutating func advance(by count: Int = 1) {
    cursor += count
  }

  mutating func skipWhitespace() {
    while cursor < end {
      switch bytes[cursor] {
      case 0x20, 0x09, 0x0A, 0x0D: cursor += 1
      default: return
      }
    }
  }

  mutating func consume(_ character: Unicode.Scalar, expected: String) throws {
    skipWhitespace()
    guard next == UInt8(ascii: character) else { throw unexpected(expected) }
    advance()
  }

  /// Makes sure that nothing but whitespace follows.
  mutating func finish() throws {
    skipWhitespace()
    guard cursor == end else { throw unexpected("the end of the text") }
  }

  /// The error for a byte at the cursor that does not belong there.
  func unexpected(_ expected: String) -> JSONError {
    .syntax(document: document, offset: offset, found: foundText, expected: expected)
  }

  private var foundText: String {
    switch next {
    case nil: "the end of the text"
    case let byte? where (0x21...0x7E).contains(byte): "'\(Unicode.Scalar(byte))'"
    case let byte?: "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}
