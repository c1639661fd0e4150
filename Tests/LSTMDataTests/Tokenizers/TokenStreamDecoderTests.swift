import Testing

@testable import LSTMData

@Suite("Generated tokens become text as they come")
struct TokenStreamDecoderTests {
  @Test("A token that ends inside a character waits for the next one")
  func heldBack() throws {
    let tokenizer = try WordTokenizer(trainingOn: bytes("a b a b"))
    var decoder = TokenStreamDecoder(tokenizer)
    #expect(bytes("é€").map { decoder.decode(Int32($0)) } == ["", "é", "", "", "€"])
    #expect(decoder.decode(0xF0) == "")
    #expect(decoder.finish() == "\u{FFFD}")
  }

  @Test("The pieces together are the decoded text, for any tokens")
  func anyTokens() throws {
    let training = HostileText.samples.flatMap { bytes($0.text + $0.text) }
    let tokenizers: [any Tokenizer] = [
      try CharacterTokenizer(trainingOn: training, byteFallback: true),
      try WordTokenizer(trainingOn: training),
      try ClosedVocabularyTokenizer(trainingOn: training),
      try BytePairTokenizer(trainingOn: training),
    ]
    var random = SeededGenerator(seed: 9)
    for tokenizer in tokenizers {
      let count = Int32(tokenizer.vocabulary.count)
      for _ in 0..<20 {
        let tokens = (0..<50).map { _ in Int32.random(in: 0..<count, using: &random) }
        var decoder = TokenStreamDecoder(tokenizer)
        let streamed = tokens.map { decoder.decode($0) }.joined() + decoder.finish()
        #expect(bytes(streamed) == bytes(tokenizer.decodeText(tokens)))
      }
    }
  }

  @Test("After a prompt, a closed vocabulary goes on with a space")
  func afterPrompt() throws {
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: bytes("the cat sat\n"))
    let tokens = tokenizer.encode("cat sat\nthe")
    var atStart = TokenStreamDecoder(tokenizer)
    #expect(tokens.map { atStart.decode($0) } == ["cat", " sat", "\n", "the"])
    var afterWord = TokenStreamDecoder(tokenizer, after: tokenizer.encode("the").last)
    #expect(afterWord.decode(tokens[0]) == " cat")
  }
}
