/// A few words that are shown together while they are said.
public struct Caption: Sendable, Equatable {
  /// When it appears, in milliseconds.
  public var start: Int
  /// When it goes, in milliseconds, after ``start``.
  public var end: Int
  /// What it shows, from top to bottom.
  public var lines: [String]

  /// A caption.
  public init(start: Int, end: Int, lines: [String]) {
    (self.start, self.end, self.lines) = (start, end, lines)
  }
}

/// How a transcript is cut into captions.
public struct CaptionOptions: Sendable, Equatable {
  /// The characters of a line at most, as a reader counts them; a longer word has a caption of its own.
  public var lineLength = 42
  /// A pause of so many seconds ends a caption.
  public var pause = 0.6
  /// The seconds that a caption lasts at most, if it has several words.
  public var longestDuration = 7.0
  /// The seconds that a caption stays at least, if the next one leaves it the time.
  public var shortestDuration = 1.0

  /// Two lines of 42 characters, which subtitlers keep to.
  public init() {}
}
