import LSTMData
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("A text that a model writes")
struct TextGeneratorTests {
  /// Models with tokens of one character, and of several bytes.
  static func models() throws -> [TrainedLanguageModel] {
    let text = Array("ab ac\nba ca\nabc äb cab\n".utf8)
    let tokenizers: [AnyTokenizer] = [
      .character(try CharacterTokenizer(trainingOn: text)),
      .bytePair(try BytePairTokenizer(trainingOn: text, maximumVocabularySize: 266)),
    ]
    return tokenizers.map {
      TrainedLanguageModel(model: smallModel(vocabulary: $0.vocabulary.count), tokenizer: $0)
    }
  }

  @Test("ends before a stop text and has the same characters up to there")
  func stops() throws {
    for trained in try Self.models() {
      let options = try SamplingOptions(temperature: 0.7)
      let whole = Array(trained.generate(length: 200, options: options, seed: 3).unicodeScalars)
      func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
      }
      for (place, length) in [(0, 1), (17, 1), (40, 2), (90, 3), (120, 5)] {
        let stop = text(whole[place..<place + length])
        let found = trained.generate(
          length: 200, options: options, seed: 3, stops: try StopTexts(["never there", stop]))
        let first = try #require(
          whole.indices.first { text(whole[$0...].prefix(length)) == stop })
        #expect(found.unicodeScalars.elementsEqual(whole[..<first]))
      }
      let (all, none) = (
        trained.generate(
          length: 200, options: options, seed: 3, stops: try StopTexts(["never there"])),
        trained.generate(length: 0, options: options, stops: try StopTexts(["a"]))
      )
      #expect(all == text(whole) && none == "")
    }
  }

  @Test("is over once a stop text has come, until somebody goes on")
  func over() throws {
    for trained in try Self.models() {
      let prompt = trained.encodePrompt("ab").tokens
      func generator(_ stops: StopTexts) throws -> TextGenerator {
        TextGenerator(
          PreparedLanguageModel(trained.model), tokenizer: trained.tokenizer, prompt: prompt,
          options: try SamplingOptions(), seed: 1, stops: stops)
      }
      var plain = try generator(.none)
      let first = try #require((0..<50).compactMap { _ in plain.next() }.first { !$0.isEmpty })
      let character = String(try #require(first.unicodeScalars.first))
      var stopped = try generator(StopTexts([character]))
      #expect(Array(stopped).joined() == "")
      var pieces = 0
      while stopped.next() != nil { pieces += 1 }
      #expect(stopped.next() == nil && stopped.finish() == "")
      #expect(stopped.tokenCount == pieces)
      stopped.read([])
      #expect(stopped.next() != nil)
      #expect(stopped.tokenCount == pieces + 1)
    }
  }

  @Test("goes on after somebody else's part as if all had been its prompt")
  func turns() throws {
    let trained = try Self.models()[0]
    let prepared = PreparedLanguageModel(trained.model)
    // Nothing is drawn, but what was written before must count as written.
    let options = try SamplingOptions(
      temperature: 0, repetition: RepetitionOptions(penalty: 1.3, window: 7, uniqueNgram: 4))
    func generator(_ prompt: String, _ stops: StopTexts = .none) -> TextGenerator {
      TextGenerator(
        prepared, tokenizer: trained.tokenizer, prompt: trained.tokenizer.encode(prompt),
        options: options, seed: 1, stops: stops)
    }
    func write(_ count: Int, _ generator: inout TextGenerator) -> String {
      (0..<count).map { _ in generator.next() ?? "" }.joined() + generator.finish()
    }
    var talk = generator("ab")
    var text = "ab"
    for part in ["ca\n", "", "b", "äb cab"] {
      text += write(9, &talk)
      talk.read(trained.tokenizer.encode(part))
      text += part
      var fresh = generator(text)
      var copy = talk
      #expect(write(20, &copy) == write(20, &fresh))
      #expect(talk.endsLine == text.hasSuffix("\n"))
    }
    #expect(talk.tokenCount == 36)

    // A stop text is not shown, but it was written.
    var plain = generator("ab")
    let all = write(60, &plain)
    let stop = String(all.dropFirst(20).prefix(2))
    let shown = try #require(all.firstRange(of: stop))
    var stopping = generator("ab", try StopTexts([stop]))
    #expect(write(60, &stopping) == all[..<shown.lowerBound])
    stopping.read([])
    var fresh = generator("ab" + all[..<shown.upperBound])
    #expect(stopping.next() == fresh.next())
  }
}
