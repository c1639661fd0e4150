import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("Published counts of well-known texts are met")
struct PublishedCountsTests {
  @Test(
    "Tiny Shakespeare has 1,115,394 characters, 65 distinct",
    .enabled(if: SharedData.has("lm/tinyshakespeare/input.txt"), "\(SharedData.absence)"))
  func tinyShakespeare() throws {
    let text = try TextReader.read(SharedData.path("lm/tinyshakespeare/input.txt"))
    #expect(characterCount(of: text) == 1_115_394)
    let tokenizer = try CharacterTokenizer(trainingOn: text)
    #expect(tokenizer.vocabulary.count == 65)
    let tokens = tokenizer.encode(text)
    #expect(tokens.count == 1_115_394)
    #expect(tokenizer.decode(tokens) == text)
    let split = try TextSplit(text, validationFraction: 0.1)
    #expect(split.training.count == 1_003_854)
    #expect(split.validation.count == 111_540)
  }

  @Test(
    "Penn Treebank has 929,589, 73,760 and 82,430 words, and 10,000 types that hold for all three",
    .enabled(if: SharedData.has("lm/ptb/ptb.train.txt"), "\(SharedData.absence)"))
  func pennTreebank() throws {
    let training = try TextReader.read(SharedData.path("lm/ptb/ptb.train.txt"))
    let tokenizer = try ClosedVocabularyTokenizer(trainingOn: training)
    #expect(tokenizer.vocabulary.count == 10_000)
    #expect(tokenizer.encode(training).count == 929_589)
    for (part, count) in [("valid", 73_760), ("test", 82_430)] {
      let text = try TextReader.read(SharedData.path("lm/ptb/ptb.\(part).txt"))
      #expect(tokenizer.encode(text).count == count)
      #expect(tokenizer.substitutions(in: text).isEmpty)
    }
  }

  @Test(
    "Word and byte-pair tokens of real text are fewer than its characters, and give it back",
    .enabled(if: SharedData.has("lm/ptb/ptb.test.txt"), "\(SharedData.absence)"))
  func realText() throws {
    let text = Array(try TextReader.read(SharedData.path("lm/ptb/ptb.test.txt")).prefix(200_000))
    for tokenizer: any Tokenizer in [
      try WordTokenizer(trainingOn: text),
      try BytePairTokenizer(trainingOn: text, maximumVocabularySize: 1000),
    ] {
      let tokens = tokenizer.encode(text)
      #expect(tokens.count < text.count / 2)
      #expect(tokenizer.decode(tokens) == text)
    }
  }
}
