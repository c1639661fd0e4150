/// Turns bytes that arrive piece by piece into text, a whole character at a time.
///
/// The start of a character is held back until the rest of it comes. Bytes that begin no character
/// become U+FFFD, as many as `String(decoding:as:)` would make of all pieces together.
public struct TextDecoder: Sendable {
  private var unfinished: [UInt8] = []

  /// A decoder that has seen nothing.
  public init() {}

  /// The characters that these bytes complete; empty where they complete none.
  public mutating func decode(_ bytes: [UInt8]) -> String {
    unfinished.append(contentsOf: bytes)
    var offset = 0
    while offset < unfinished.count {
      let step = UTF8Step(unfinished, at: offset, end: unfinished.count)
      if step.verdict == .truncated { break }
      offset += step.length
    }
    let text = String(decoding: unfinished[..<offset], as: UTF8.self)
    unfinished.removeFirst(offset)
    return text
  }

  /// What is left when no more bytes come: nothing, or one U+FFFD for the character cut off.
  public mutating func finish() -> String {
    defer { unfinished = [] }
    return unfinished.isEmpty ? "" : "\u{FFFD}"
  }
}
