/// Reads markup as strictly as XML does, so that a test can fail on anything that is
/// not well formed.
struct StrictMarkup {
  struct Fault: Error { let words: String }

  /// Every element, in the order of the opening tags.
  private(set) var elements: [(name: String, attributes: [String: String])] = []
  /// All text between the tags, still escaped.
  private(set) var text = ""

  init(_ source: String) throws {
    var rest = Substring(source)
    if rest.hasPrefix("<!DOCTYPE html>\n") { rest.removeFirst(16) }
    var open: [String] = []
    for scalar in source.unicodeScalars where !Self.isAllowed(scalar.value) {
      throw Fault(words: "the character \(scalar.value) is not allowed")
    }
    while let start = rest.firstIndex(of: "<") {
      text += try Self.checked(rest[..<start])
      guard let end = rest[start...].firstIndex(of: ">") else {
        throw Fault(words: "tag not ended")
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard open.popLast() == String(tag.dropFirst()) else { throw Fault(words: "stray \(tag)") }
      } else {
        let name = try read(tag.hasSuffix("/") ? tag.dropLast() : tag)
        if !tag.hasSuffix("/") { open.append(name) }
      }
      guard !open.isEmpty || rest == "\n" else { throw Fault(words: "text after the end") }
    }
    guard open.isEmpty else { throw Fault(words: "\(open) not closed") }
  }

  private mutating func read(_ tag: Substring) throws -> String {
    guard let match = tag.prefixMatch(of: /[A-Za-z][A-Za-z0-9]*/) else {
      throw Fault(words: "no name in \(tag)")
    }
    var rest = tag[match.range.upperBound...]
    var attributes: [String: String] = [:]
    while !rest.isEmpty {
      guard let found = rest.prefixMatch(of: /\s([A-Za-z][A-Za-z0-9-]*)="([^"<]*)"/) else {
        throw Fault(words: "no attribute in \(rest)")
      }
      let value = try Self.checked(found.2)
      guard attributes.updateValue(value, forKey: String(found.1)) == nil else {
        throw Fault(words: "\(found.1) twice")
      }
      rest = rest[found.range.upperBound...]
    }
    elements.append((String(match.0), attributes))
    return String(match.0)
  }

  /// Text in which every ampersand begins a reference.
  private static func checked(_ text: Substring) throws -> String {
    for part in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst() {
      guard part.prefixMatch(of: /(amp|lt|gt|quot|#[0-9]+);/) != nil else {
        throw Fault(words: "an ampersand that is not escaped before \(part.prefix(10))")
      }
    }
    return String(text)
  }

  private static func isAllowed(_ value: UInt32) -> Bool {
    switch value {
    case 0x9, 0xA, 0x20...0x7E, 0xA0...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }
}
