import LSTMFormats

/// What is said in a recording.
public struct Transcript: Sendable, Equatable {
  /// The recording's file, as it was named.
  public var file: String
  /// What is said.
  public var text: String
  /// The words of the text, in order of time.
  public var words: [TimedWord]

  /// A text and its words.
  ///
  /// - Parameter text: `nil`: the words, with a space between them.
  public init(file: String, text: String? = nil, words: [TimedWord]) {
    (self.file, self.words) = (file, words)
    self.text = text ?? words.text
  }

  /// The transcript as data: `{"file", "text", "words": [{"word", "start", "end", "confidence"}]}`.
  public var json: JSONValue {
    [
      "file": .string(file), "text": .string(text), "words": .array(words.map(\.json)),
    ]
  }
}
