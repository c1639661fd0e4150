/// Turns tokens that a model makes one at a time into text, a whole character at a time.
///
/// ```swift
/// var decoder = TokenStreamDecoder(tokenizer)
/// for token in generated { print(decoder.decode(token), terminator: "") }
/// print(decoder.finish())
/// ```
public struct TokenStreamDecoder: Sendable {
  private let tokenizer: any Tokenizer
  private var previous: Int32?
  private var text = TextDecoder()

  /// A decoder for what follows a token: the last one of the prompt, or `nil` at the start.
  public init(_ tokenizer: any Tokenizer, after previous: Int32? = nil) {
    self.tokenizer = tokenizer
    self.previous = previous
  }

  /// The characters that the token completes; empty where it ends inside a character.
  public mutating func decode(_ token: Int32) -> String {
    var bytes: [UInt8] = []
    tokenizer.append(token, after: previous, to: &bytes)
    previous = token
    return text.decode(bytes)
  }

  /// What is left when no more tokens come: nothing, or one U+FFFD for a character cut off.
  public mutating func finish() -> String { text.finish() }
}
