/// What a recording's file name says, written as a pattern such as `{text}_{speaker}_{take}.wav`.
///
/// Fields are `{text}`, `{speaker}`, `{take}` (a whole number) and `{}` for anything. A name is read from its end:
/// `turn_left_anna_3.wav` is take 3 of "turn left" by anna, since only the first field may contain what separates the
/// fields. Underscores within the text are spaces between words.
public struct FileNamePattern: Sendable, Equatable {
  /// What a name says.
  public struct Match: Sendable, Equatable {
    /// The words that are spoken, `nil` where the pattern has no text.
    public var text: String?
    /// Who speaks, `nil` where the pattern does not say.
    public var speaker: String?
    /// Which repetition it is, `nil` where the pattern does not say.
    public var take: Int?
  }

  private enum Field: String, Sendable {
    case text, speaker, take
    case anything = ""
  }

  /// The pattern of the Free Spoken Digit Dataset.
  public static let standard = "{text}_{speaker}_{take}.wav"

  /// The pattern as it was written.
  public let pattern: String
  private let start: String
  /// The fields, each with what stands behind it.
  private var parts: [(field: Field, separator: String)] = []

  /// Reads a pattern.
  ///
  /// - Throws: ``RecordingError/badPattern(pattern:fault:)``.
  public init(_ pattern: String) throws(RecordingError) {
    self.pattern = pattern
    let pieces = pattern.split(separator: "{", omittingEmptySubsequences: false)
    start = String(pieces.first ?? "")
    for piece in pieces.dropFirst() {
      guard let close = piece.firstIndex(of: "}") else {
        throw .badPattern(pattern: pattern, fault: "a { has no }")
      }
      let name = String(piece[..<close])
      guard let field = Field(rawValue: name) else {
        throw .badPattern(pattern: pattern, fault: "there is no field {\(name)}")
      }
      if field != .anything, parts.contains(where: { $0.field == field }) {
        throw .badPattern(pattern: pattern, fault: "{\(name)} is there twice")
      }
      if let last = parts.last, last.separator.isEmpty {
        throw .badPattern(pattern: pattern, fault: "nothing separates two fields")
      }
      parts.append((field, String(piece[piece.index(after: close)...])))
    }
    guard !parts.isEmpty else {
      throw .badPattern(pattern: pattern, fault: "it has no field")
    }
    guard !pattern.contains("/") else {
      throw .badPattern(pattern: pattern, fault: "it has a /, and only the file's name is read")
    }
  }

  /// Two patterns are one if they are written alike.
  public static func == (left: FileNamePattern, right: FileNamePattern) -> Bool {
    left.pattern == right.pattern
  }

  /// Whether the pattern says what is spoken.
  public var hasText: Bool { parts.contains { $0.field == .text } }

  /// What a file's name says, `nil` where it does not follow the pattern.
  ///
  /// - Parameter name: without its folder. `.WAV` counts as `.wav`.
  public func match(_ name: String) -> Match? {
    guard let tail = parts.last?.separator, name.hasPrefix(start),
      name.count >= start.count + tail.count,
      name.suffix(tail.count).lowercased() == tail.lowercased()
    else { return nil }
    var rest = name.dropFirst(start.count).dropLast(tail.count)
    var match = Match()
    for (place, part) in parts.enumerated().reversed() {
      var value = rest
      if place > 0 {
        let separator = parts[place - 1].separator
        guard let found = Self.last(separator, in: rest) else { return nil }
        value = rest[found.upperBound...]
        rest = rest[..<found.lowerBound]
      }
      guard Self.read(part.field, value, &match) else { return nil }
    }
    return match
  }

  private static func read(_ field: Field, _ value: Substring, _ match: inout Match) -> Bool {
    switch field {
    case .text:
      let words = value.split { $0 == "_" || $0.isWhitespace }
      match.text = words.joined(separator: " ")
    case .speaker:
      guard !value.isEmpty else { return false }
      match.speaker = String(value)
    case .take:
      guard let take = Int(value), take >= 0 else { return false }
      match.take = take
    case .anything: break
    }
    return true
  }

  private static func last(_ separator: String, in text: Substring) -> Range<String.Index>? {
    var start = text.endIndex
    while start > text.startIndex {
      start = text.index(before: start)
      if text[start...].hasPrefix(separator) {
        return start..<text.index(start, offsetBy: separator.count)
      }
    }
    return nil
  }
}
