/// Writes a JSON value as text, the same text for the same value everywhere.
struct JSONWriter: Sendable {
  let style: JSONValue.TextStyle
  private(set) var text = ""
  private var level = 0
  private var path = JSONPath.root

  init(style: JSONValue.TextStyle) {
    self.style = style
  }

  mutating func write(_ value: JSONValue) throws {
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value):
      guard value.isFinite else { throw JSONError.notFinite(path: path.text, value: value) }
      text += value.description
    case .string(let value): write(string: value)
    case .array(let elements): try write(array: elements)
    case .object(let object): try write(object: object)
    }
  }

  private mutating func write(array elements: [JSONValue]) throws {
    let isShort = style == .compact || elements.allSatisfy(\.isNumberOrWord)
    let outer = path
    try enter("[")
    for (position, element) in elements.enumerated() {
      path = .element(of: outer, position)
      if isShort {
        text += position == 0 ? "" : style == .compact ? "," : ", "
      } else {
        breakLine(after: position == 0 ? "" : ",")
      }
      try write(element)
    }
    path = outer
    leave("]", onOwnLine: !isShort)
  }

  private mutating func write(object: JSONObject) throws {
    let outer = path
    try enter("{")
    for (position, member) in object.members.enumerated() {
      path = .member(of: outer, member.name)
      breakLine(after: position == 0 ? "" : ",")
      write(string: member.name)
      text += style == .compact ? ":" : ": "
      try write(member.value)
    }
    path = outer
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
    text += "\""
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
