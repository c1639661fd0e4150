/// Writes a JSON value as text, the same text for the same value everywhere.
struct JSONWriter: Sendable {
  let style: JSONValue.TextStyle
  private(set) var text = ""
  private var level = 0

  init(style: JSONValue.TextStyle) {
    self.style = style
  }

  /// Writes a value; its place is worked out only for the values inside and for a message.
  mutating func write(_ value: JSONValue, at path: @autoclosure () -> JSONPath) throws {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      guard value.isFinite else { throw JSONError.notFinite(path: path().text, value: value) }
      text += value.description
    case .string(let value): write(string: value)
    case .array(let elements): try write(array: elements, at: path())
    case .object(let object): try write(object: object, at: path())
    }
  }

  private mutating func write(array elements: [JSONValue], at path: JSONPath) throws {
    let isShort = style == .compact || elements.allSatisfy(\.isNumberOrWord)
    try enter("[")
    for (position, element) in elements.enumerated() {
      if isShort {
        text += position == 0 ? "" : style == .compact ? "," : ", "
      } else {
        breakLine(after: position == 0 ? "" : ",")
      }
      try write(element, at: .element(of: path, position))
    }
    leave("]", onOwnLine: !isShort)
  }

  private mutating func write(object: JSONObject, at path: JSONPath) throws {
    try enter("{")
    for (position, member) in object.members.enumerated() {
      breakLine(after: position == 0 ? "" : ",")
      write(string: member.name)
      text += style == .compact ? ":" : ": "
      try write(member.value, at: .member(of: path, member.name))
    }
    leave("}", onOwnLine: !object.members.isEmpty)
  }

  private mutating func enter(_ bracket: String) throws {
    guard level < JSONScanner.depthLimit else {
      throw JSONError.tooDeepToWrite(limit: JSONScanner.depthLimit)
    }
    text += bracket
    level += 1
  }

  private mutating func leave(_ bracket: String, onOwnLine: Bool) {
    level -= 1
    if onOwnLine { breakLine(after: "") }
    text += bracket
  }

  private mutating func breakLine(after separator: String) {
    text += separator
    guard style == .pretty else { return }
    text += "\n" + String(repeating: "  ", count: level)
  }

  private mutating func write(string: String) {
    text += "\""
    defer { text += "\"" }
    guard string.utf8.contains(where: Self.needsEscape) else {
      text += string
      return
    }
    for scalar in string.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{8}": text += "\\b"
      case "\u{C}": text += "\\f"
      case "\0"..."\u{1F}":
        text += (scalar.value < 16 ? "\\u000" : "\\u00") + String(scalar.value, radix: 16)
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
  }
}

extension JSONValue {
  /// Whether the value is a number or one of the three words, which share a line in an array.
  fileprivate var isNumberOrWord: Bool {
    switch self {
    case .null, .boolean, .integer, .number: true
    case .string, .array, .object: false
    }
  }
}
