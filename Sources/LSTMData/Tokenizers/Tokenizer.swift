/// Cuts text into tokens, numbers them, and puts text together again.
///
/// A tokenizer is learnt once from a training text and never changes. It takes any bytes, valid
/// UTF-8 or not, and never fails: what it has no token for it spells with smaller tokens or, where it
/// has none, replaces, and ``substitutions(in:)`` says so.
///
/// A text should be encoded whole: `encode(a) + encode(b)` need not be `encode(a + b)`, since a word
/// may lie across the border.
public protocol Tokenizer: Sendable {
  /// The tokens and their numbers.
  var vocabulary: Vocabulary { get }

  /// The tokenizer as plain values, from which it can be made again.
  var description: TokenizerDescription { get }

  /// The token numbers of a text.
  func encode(_ text: [UInt8]) -> [Int32]

  /// The bytes that the tokens stand for.
  ///
  /// They are valid UTF-8 where the tokens came from valid UTF-8; a sampled sequence need not be.
  func decode(_ tokens: [Int32]) -> [UInt8]

  /// Appends what a token adds to a text after the token before it (`nil` at the start).
  ///
  /// A number outside the vocabulary adds U+FFFD.
  func append(_ token: Int32, after previous: Int32?, to text: inout [UInt8])

  /// The parts of a text that do not survive encoding, each once, in order of first appearance.
  func substitutions(in text: [UInt8]) -> [Substitution]
}

/// A part of a text for which a tokenizer has no token, and the one it takes instead.
public struct Substitution: Sendable, Equatable {
  /// The bytes that the tokenizer does not know.
  public let original: [UInt8]
  /// The token that stands in.
  public let token: Int32
  /// How often the text has these bytes.
  public internal(set) var count: Int
}

extension Tokenizer {
  /// The token numbers of a text.
  public func encode(_ text: String) -> [Int32] {
    encode(Array(text.utf8))
  }

  /// The bytes that the tokens stand for, one token's after the other's.
  public func decode(_ tokens: [Int32]) -> [UInt8] {
    var text: [UInt8] = []
    var previous: Int32?
    for token in tokens {
      append(token, after: previous, to: &text)
      previous = token
    }
    return text
  }

  /// What each token adds to the text, with U+FFFD for what is not UTF-8.
  package func additions(of tokens: [Int32]) -> [String] {
    var previous: Int32?
    return tokens.map { token in
      var bytes: [UInt8] = []
      append(token, after: previous, to: &bytes)
      previous = token
      return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// The text that the tokens stand for, with U+FFFD for what is not UTF-8.
  public func decodeText(_ tokens: [Int32]) -> String {
    String(decoding: decode(tokens), as: UTF8.self)
  }

  /// Appends the token's own bytes, whatever stands before it.
  public func append(_ token: Int32, after previous: Int32?, to text: inout [UInt8]) {
    vocabulary.append(token, to: &text)
  }

  /// None: every text survives.
  public func substitutions(in text: [UInt8]) -> [Substitution] { [] }
}
