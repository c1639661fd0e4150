/// Any of the tokenizers, for a model that is told by a file which one it has.
public enum AnyTokenizer: Tokenizer {
  /// A tokenizer of characters.
  case character(CharacterTokenizer)
  /// A tokenizer of words, which spells the words that it does not know.
  case word(WordTokenizer)
  /// A tokenizer of words, which replaces the words that it does not know.
  case closedVocabulary(ClosedVocabularyTokenizer)
  /// A tokenizer of frequent byte sequences.
  case bytePair(BytePairTokenizer)

  /// Makes a tokenizer again from its description.
  /// - Throws: ``TokenizerError``, where the description is not one that a tokenizer gave.
  public init(description: TokenizerDescription) throws(TokenizerError) {
    switch description.kind {
    case .character: self = .character(try CharacterTokenizer(description: description))
    case .word: self = .word(try WordTokenizer(description: description))
    case .closedVocabulary:
      self = .closedVocabulary(try ClosedVocabularyTokenizer(description: description))
    case .bytePair: self = .bytePair(try BytePairTokenizer(description: description))
    }
  }

  /// The tokenizer that this stands for.
  public var base: any Tokenizer {
    switch self {
    case .character(let tokenizer): tokenizer
    case .word(let tokenizer): tokenizer
    case .closedVocabulary(let tokenizer): tokenizer
    case .bytePair(let tokenizer): tokenizer
    }
  }

  /// The tokens and their numbers.
  public var vocabulary: Vocabulary { base.vocabulary }

  /// The tokenizer as plain values, from which it can be made again.
  public var description: TokenizerDescription { base.description }

  /// The token numbers of a text.
  public func encode(_ text: [UInt8]) -> [Int32] { base.encode(text) }

  /// The bytes that the tokens stand for.
  public func decode(_ tokens: [Int32]) -> [UInt8] { base.decode(tokens) }

  /// Appends what a token adds to a text after the token before it.
  public func append(_ token: Int32, after previous: Int32?, to text: inout [UInt8]) {
    base.append(token, after: previous, to: &text)
  }

  /// The parts of a text that do not survive encoding.
  public func substitutions(in text: [UInt8]) -> [Substitution] {
    base.substitutions(in: text)
  }
}
