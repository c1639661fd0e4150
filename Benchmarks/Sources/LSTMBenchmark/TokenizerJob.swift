import LSTMKit

/// Encoding a whole text with a tokenizer that was learned from it.
struct TokenizerJob {
  private let text: [UInt8]
  private let tokenizer: any Tokenizer

  init(_ request: JSONReader) throws {
    text = try TextReader.read(try request.member("text").string())
    let limit = try request.member("vocabulary").integer(in: 300...1 << 20)
    switch try request.member("kind").string() {
    case "characters": tokenizer = try CharacterTokenizer(trainingOn: text)
    case "words":
      tokenizer = try WordTokenizer(trainingOn: text, maximumVocabularySize: limit)
    case "closed": tokenizer = try ClosedVocabularyTokenizer(trainingOn: text)
    case "bytepairs":
      tokenizer = try BytePairTokenizer(trainingOn: text, maximumVocabularySize: limit)
    case let other:
      throw request.expected("characters, words, closed or bytepairs instead of \(other)")
    }
  }

  /// What the job is called, and its size.
  var answer: JSONValue {
    ["bytes": text.count.json, "tokens": tokenizer.encode(text).count.json]
  }

  func prepared() -> () -> Void {
    { _ = tokenizer.encode(text) }
  }
}
