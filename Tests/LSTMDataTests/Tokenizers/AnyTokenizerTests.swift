import LSTMTensor
import Testing

@testable import LSTMData

@Suite("A tokenizer is made again from its description")
struct AnyTokenizerTests {
  private static let training = bytes("the cat sat on the mat.\nthe cat sat, é é.\n")

  private static func all() throws -> [any Tokenizer] {
    [
      try CharacterTokenizer(trainingOn: training),
      try CharacterTokenizer(trainingOn: training, byteFallback: true),
      try WordTokenizer(trainingOn: training),
      try ClosedVocabularyTokenizer(trainingOn: training),
      try BytePairTokenizer(trainingOn: training),
    ]
  }

  @Test("Each kind comes back from its description and does the same")
  func everyKind() throws {
    for tokenizer in try Self.all() {
      let again = try AnyTokenizer(description: tokenizer.description)
      #expect(again.description == tokenizer.description)
      #expect(again.vocabulary == tokenizer.vocabulary)
      let tokens = tokenizer.encode("the dog sat\non é ☃")
      #expect(again.encode("the dog sat\non é ☃") == tokens)
      #expect(again.decode(tokens) == tokenizer.decode(tokens))
      let found = tokenizer.substitutions(in: bytes("dog ☃"))
      #expect(again.substitutions(in: bytes("dog ☃")) == found)
    }
  }

  @Test("Training twice gives the same tokenizer")
  func deterministic() throws {
    #expect(try Self.all().map(\.description) == Self.all().map(\.description))
  }

  @Test("A description of another kind, or with a part too many, is an error")
  func wrongKind() throws {
    let merge = TokenizerDescription.Merge(97, 98)
    let word = TokenizerDescription(kind: .word, tokens: [bytes("ab")])
    #expect(throws: TokenizerError.wrongKind(found: .word, expected: .bytePair)) {
      try BytePairTokenizer(description: word)
    }
    for description in [
      TokenizerDescription(kind: .word, tokens: [], merges: [merge]),
      TokenizerDescription(kind: .bytePair, tokens: [bytes("ab")], merges: [merge]),
      TokenizerDescription(kind: .word, tokens: [], hasByteFallback: true),
      TokenizerDescription(kind: .character, tokens: [bytes("a")], merges: [merge]),
    ] {
      #expect(throws: TokenizerError.self) { try AnyTokenizer(description: description) }
    }
  }

  @Test("More tokens than any tokenizer has are an error before any work")
  func tooMany() {
    let count = TokenizerDescription.maximumTokenCount + 1
    let description = TokenizerDescription(
      kind: .word, tokens: Array(repeating: bytes("ab"), count: count))
    #expect(
      throws: TokenizerError.tooManyTokens(
        found: count, maximum: TokenizerDescription.maximumTokenCount)
    ) { try AnyTokenizer(description: description) }
  }

  @Test("A number outside the vocabulary decodes as U+FFFD")
  func outsideVocabulary() throws {
    for tokenizer in try Self.all() {
      for token in [-1, Int32.min, Int32.max, Int32(tokenizer.vocabulary.count)] {
        #expect(tokenizer.decodeText([token]) == "\u{FFFD}")
        #expect(tokenizer.vocabulary[token] == nil)
        #expect(tokenizer.vocabulary.displayText(of: token) == "<token \(token)>")
      }
    }
  }

  @Test("A message says what was found, what was expected and what to do")
  func messages() {
    #expect(
      "\(TokenizerError.duplicateToken(number: 7, first: 3))"
        == "In the tokenizer's description token 7 is the same as token 3; expected each once. "
        + "The file was changed or damaged: take it from the trained model again.")
    #expect(TokenizerError.duplicateToken(number: 7, first: 3).kind == .badData)
    #expect(TokenizerError.minimumCount(found: 0).kind == .usage)
  }
}
