import LSTMData

/// Turns a model's tokens into text, as far as a stop text.
struct TextWriter: Sendable {
  private var decoder: TokenStreamDecoder
  private var matcher: StopMatcher?

  /// A writer of what follows a token.
  init(_ tokenizer: any Tokenizer, after previous: Int32?, stops: StopTexts) {
    decoder = TokenStreamDecoder(tokenizer, after: previous)
    matcher = StopMatcher(stops)
  }

  /// Whether a stop text has come.
  var isStopped: Bool { matcher?.isStopped ?? false }

  /// What can be shown once the token is there; empty where nothing can.
  mutating func write(_ token: Int32) -> String {
    let text = decoder.decode(token)
    return matcher?.take(text) ?? text
  }

  /// What is left when no more tokens come.
  mutating func finish() -> String {
    let rest = decoder.finish()
    guard matcher != nil else { return rest }
    return (matcher?.take(rest) ?? "") + (matcher?.finish() ?? "")
  }
}
