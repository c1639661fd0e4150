import Foundation
import LSTMTensor
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Prefix beam search")
struct PrefixBeamSearchTests {
  /// A search that drops nothing.
  private static var exhaustive: PrefixBeamOptions {
    var options = PrefixBeamOptions()
    (options.width, options.unitsPerFrame, options.smallestProbability) = (5000, 100, 0)
    options.largestGap = .infinity
    return options
  }

  private static func random(_ steps: Int, _ classes: Int, seed: UInt64) -> DoubleArray {
    var numbers = TestNumbers(seed: seed)
    return numbers.normal([steps, classes], deviation: 1.5)
  }

  @Test(
    "gives every labelling the sum over all its alignments",
    arguments: [(1, 3, 0), (4, 3, 0), (5, 4, 2), (7, 3, 0), (8, 2, 1)])
  func exhaustive(steps: Int, classes: Int, blank: Int) {
    let logits = Self.random(steps, classes, seed: 1)
    var search = PrefixBeamSearch(options: Self.exhaustive, blank: Int32(blank))
    search.read(Tensor(logits))
    let found = search.hypotheses(10_000)
    let expected = Reference.spellings(logits, blank: blank)
    #expect(found.count == expected.count)
    for hypothesis in found {
      let probability = expected[hypothesis.units.map { Int($0.unit) }] ?? 0
      #expect(abs(exp(hypothesis.logProbability) - probability) < 2e-6 * probability + 1e-12)
      #expect(hypothesis.score == hypothesis.logProbability)
    }
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.score >= $1.score })
  }

  @Test("finds the best by sound, language, words and hot words together")
  func scores() throws {
    let model = KneserNeyModel(
      trainingOn: randomTokens(300, below: 4), vocabularySize: 4, order: 3)
    let language = NGramDecodingModel(model, units: UnitTokens([nil, 1, 2, 3], boundary: 0))
    let phrases = [
      HotWords.Phrase(units: [1, 2], bonus: 1.5), HotWords.Phrase(units: [2], bonus: 0.7),
    ]
    var options = Self.exhaustive
    options.languageWeight = 0.8
    options.wordBonus = 0.6
    options.separator = 3
    options.hotWords = HotWords(phrases, separator: 3)
    for seed in 1...5 {
      let logits = Self.random(6, 4, seed: UInt64(seed))
      var search = PrefixBeamSearch(language: language, options: options)
      search.read(Tensor(logits))
      let expected = Reference.spellings(logits).map { units, probability in
        let text = units.map(Int32.init)
        let words = text.split(separator: 3).count
        let nats = model.nats(ofEach: [0] + text + [0]).reduce(0, +)
        let hot = HotWordsTests.earned(text, phrases, separator: 3)
        return (text, log(probability) - 0.8 * nats + 0.6 * Double(words) + hot)
      }
      .sorted { $0.1 > $1.1 }
      let found = search.hypotheses(5)
      for (hypothesis, (text, score)) in zip(found, expected) {
        #expect(hypothesis.units.map(\.unit) == text)
        #expect(abs(hypothesis.score - score) < 1e-5)
      }
    }
  }

  @Test("changes its mind for a language model and for a hot word")
  func persuasion() {
    // Between 1 and 2 the sound prefers 1 by a little.
    let logits = Tensor([0, 2, 1.5, 0, 5, 0, 0, 0], shape: [2, 4])
    var options = PrefixBeamOptions()
    var plain = PrefixBeamSearch(options: options)
    plain.read(logits)
    #expect(plain.best.units.map(\.unit) == [1])
    options.hotWords = HotWords([HotWords.Phrase(units: [2], bonus: 2)], separator: nil)
    var favoured = PrefixBeamSearch(options: options)
    favoured.read(logits)
    #expect(favoured.best.units.map(\.unit) == [2])
    let text: [Int32] = (0..<60).map { $0 % 2 == 0 ? 0 : 2 }
    let model = KneserNeyModel(trainingOn: text, vocabularySize: 4, order: 2)
    var spoken = PrefixBeamSearch(
      language: NGramDecodingModel(model, units: UnitTokens([nil, 1, 2, 3], boundary: 0)))
    spoken.read(logits)
    #expect(spoken.best.units.map(\.unit) == [2])
  }

  @Test("says when each unit was spoken, as the best alignment with it does")
  func frames() throws {
    for seed in 1...6 {
      let logits = Tensor(Self.random(9, 4, seed: UInt64(seed)).map { 2 * $0 })
      var options = Self.exhaustive
      options.width = 400
      var search = PrefixBeamSearch(options: options)
      search.read(logits)
      for hypothesis in search.hypotheses(3) {
        let alignment = try #require(logits.ctcAlignment(to: hypothesis.units.map(\.unit)))
        #expect(hypothesis.units.map(\.frames) == alignment.frames)
        #expect(hypothesis.units.map(\.confidence) == alignment.confidences)
      }
    }
  }

  @Test("gives the same for frames as they come as for the whole, partial results on the way")
  func streaming() {
    let logits = Tensor(Self.random(80, 6, seed: 3))
    var (whole, pieces) = (PrefixBeamSearch(), PrefixBeamSearch())
    whole.read(logits)
    for step in 0..<80 {
      pieces.read(Tensor(logits.values[step * 6..<step * 6 + 6], shape: [1, 6]))
      var other = PrefixBeamSearch()
      guard step % 20 == 5 else { continue }
      other.read(Tensor(logits.values[..<(step * 6 + 6)], shape: [step + 1, 6]))
      #expect(pieces.partial == other.partial)
    }
    #expect(pieces.frameCount == 80)
    #expect(whole.hypotheses(20) == pieces.hypotheses(20))
  }

  @Test("drops what is far below the best, and finds the same where the sound is clear")
  func gap() {
    // Every third frame says a unit.
    let noise = Self.random(90, 5, seed: 6)
    let logits = Tensor(
      DoubleArray(
        noise.values.indices.map { place in
          let (step, unit) = (place / 5, place % 5)
          let spoken = step % 3 == 0 ? 1 + step % 4 : 0
          return noise[place] + (unit == spoken ? 9 : 0)
        }, shape: [90, 5]))
    var options = PrefixBeamOptions()
    (options.width, options.largestGap) = (200, .infinity)
    var whole = PrefixBeamSearch(options: options)
    options.largestGap = 4
    var narrow = PrefixBeamSearch(options: options)
    whole.read(logits)
    narrow.read(logits)
    let found = narrow.hypotheses(200)
    #expect(found.count < whole.hypotheses(200).count / 2)
    #expect(found.allSatisfy { $0.score >= found[0].score - 4 })
    #expect(narrow.best.units == whole.best.units)
    // Of a sum over alignments it loses some that pass through what was dropped.
    let lost = whole.best.logProbability - narrow.best.logProbability
    #expect(lost >= 0 && lost < 0.05)
  }

  @Test("forgets what no prefix begins with, without any difference")
  func memory() {
    let logits = Tensor(Self.random(400, 5, seed: 4))
    let model = PreparedLanguageModel(smallModel(vocabulary: 5))
    let language = StreamDecodingModel(model, units: UnitTokens([nil, 1, 2, 3, 4]))
    var options = PrefixBeamOptions()
    options.width = 6
    var usual = PrefixBeamSearch(language: language, options: options)
    var forgetful = usual
    forgetful.beam.spare = 0
    usual.beam.spare = .max / 4
    usual.read(logits)
    forgetful.read(logits)
    #expect(usual.hypotheses(6) == forgetful.hypotheses(6))
    #expect(forgetful.beam.history.count * 3 < usual.beam.history.count)
  }

  @Test("prefers the same of equals every time, and hears nothing in nothing")
  func edges() {
    var search = PrefixBeamSearch()
    #expect(search.best == RecognitionHypothesis(units: [], logProbability: 0, score: 0))
    search.read(Tensor.zeros([3, 40]))
    let flat = search.hypotheses(5).map { $0.units.map(\.unit) }
    var again = PrefixBeamSearch()
    again.read(Tensor.zeros([3, 40]))
    #expect(again.hypotheses(5).map { $0.units.map(\.unit) } == flat)
    // A frame that is no frame says nothing, and the next one is heard.
    var broken = PrefixBeamSearch()
    broken.read(Tensor([.nan, 0, 0, 0, 9, 0], shape: [2, 3]))
    #expect(broken.best.units.map(\.unit) == [1])
    #expect(broken.best.units.map(\.frames) == [1..<2])
    // Logits as far apart as they go leave one way.
    var sure = PrefixBeamSearch()
    sure.read(Tensor([-3e38, 3e38, 0, 3e38, 0, 0, 0, 0, 3e38], shape: [3, 3]))
    #expect(sure.best.units.map(\.unit) == [1, 2])
  }
}
