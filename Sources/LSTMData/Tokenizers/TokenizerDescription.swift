/// A tokenizer as plain values in a fixed order, fit to be written to a file.
///
/// It holds what was learnt and nothing that follows from it, and every token in it is valid UTF-8, so
/// that a JSON string can carry it. Nothing is checked here: each tokenizer's `init(description:)`
/// checks everything, since a description may come from a file.
public struct TokenizerDescription: Sendable, Equatable {
  /// The kinds of tokenizer.
  public enum Kind: String, Sendable, CaseIterable {
    /// ``CharacterTokenizer``.
    case character
    /// ``WordTokenizer``.
    case word
    /// ``ClosedVocabularyTokenizer``.
    case closedVocabulary
    /// ``BytePairTokenizer``.
    case bytePair
  }

  /// Two neighbouring tokens that a byte-pair tokenizer joins to one.
  public struct Merge: Sendable, Equatable {
    /// The number of the first token.
    public var left: Int32
    /// The number of the token after it.
    public var right: Int32

    /// A merge of two tokens.
    public init(_ left: Int32, _ right: Int32) {
      self.left = left
      self.right = right
    }
  }

  /// The kind of tokenizer.
  public var kind: Kind
  /// The learnt tokens in the order of their numbers.
  ///
  /// Of kind `word` they are numbered from 256, after the single bytes; of kind `bytePair` there are
  /// none, as the merges say everything.
  public var tokens: [[UInt8]]
  /// The merges in the order of their ranks: merge r makes token 256 + r.
  ///
  /// Only kind `bytePair` has any.
  public var merges: [Merge]
  /// Whether 256 single bytes follow the tokens, which only kind `character` can have.
  public var hasByteFallback: Bool

  /// A description of these parts, not checked.
  public init(
    kind: Kind, tokens: [[UInt8]], merges: [Merge] = [], hasByteFallback: Bool = false
  ) {
    self.kind = kind
    self.tokens = tokens
    self.merges = merges
    self.hasByteFallback = hasByteFallback
  }
}
