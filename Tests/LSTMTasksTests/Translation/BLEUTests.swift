import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("BLEU")
struct BLEUTests {
  @Test("is sacreBLEU's")
  func fixture() throws {
    let corpora = try TranslationFixture.corpora()
    #expect(corpora.count == 28)
    for one in corpora {
      let bleu = BLEU(hypotheses: one.hypotheses, references: one.references)
      let found = [bleu.score, bleu.brevityPenalty] + bleu.precisions
      let expected =
        [try one.bleu.number("score"), try one.bleu.number("brevity_penalty")]
        + (try one.bleu.numbers("precisions"))
      let agree = zip(found, expected).map { TranslationFixture.agree($0, $1) }
      #expect(agree == [true, true, true, true, true, true], "\(one.name): \(found) \(expected)")
      let lengths = [bleu.hypothesisLength, bleu.referenceLength]
      let expectedLengths = [
        try one.bleu.member("hypothesis_length").integer(),
        try one.bleu.member("reference_length").integer(),
      ]
      #expect(lengths == expectedLengths, "\(one.name)")
    }
  }

  @Test("takes words apart as sacreBLEU's 13a does")
  func words() throws {
    let lines = try TranslationFixture.part("lines").elements()
    #expect(lines.count > 80)
    for line in lines {
      let text = try line.member("text").string()
      let found = Tokenizer13a.words(of: text)
      let expected = try line.strings("words").map { Array($0.unicodeScalars) }
      #expect(found == expected, "\(text.debugDescription)")
    }
  }

  @Test("names the settings that sacreBLEU names")
  func signature() throws {
    let expected = try TranslationFixture.part("bleu_signature").string()
    #expect(
      TranslationFixture.settings(BLEU.signature) == TranslationFixture.settings(expected))
  }

  @Test("of the same sentences is 100")
  func identical() {
    let sentences = ["Five words are a sentence.", "Seven, it's said, are better: \"1,000.50\""]
    let bleu = BLEU(hypotheses: sentences, references: sentences)
    #expect(bleu.score == 100)
    #expect(bleu.precisions == [100, 100, 100, 100])
    #expect(bleu.brevityPenalty == 1)
  }

  @Test("does not depend on the order of sentences")
  func order() throws {
    let corpora = try TranslationFixture.corpora()
    let (hypotheses, references) = (corpora.flatMap(\.hypotheses), corpora.flatMap(\.references))
    let forward = BLEU(hypotheses: hypotheses, references: references)
    let backward = BLEU(hypotheses: hypotheses.reversed(), references: references.reversed())
    #expect(forward == backward)
    #expect(forward.score > 1 && forward.score < 99)
  }

  @Test("counts a repeated word as often as the reference has it, as in Papineni's example")
  func clipping() {
    let bleu = BLEU(
      hypotheses: ["the the the the the the the"], references: ["the cat is on the mat"])
    #expect(TranslationFixture.agree(bleu.precisions[0], 200.0 / 7))
  }

  @Test("of half of each reference is 100 divided by e")
  func brevity() {
    let bleu = BLEU(hypotheses: ["a b c d"], references: ["a b c d e f g h"])
    #expect(TranslationFixture.agree(bleu.score, 36.787944117144233))
  }

  @Test("halves the one match that it adds with each order that has none")
  func smoothing() {
    let bleu = BLEU(hypotheses: ["a x c y e z"], references: ["a b c d e f"])
    let expected = [100.0 * 3 / 6, 100.0 / 2 / 5, 100.0 / 4 / 4, 100.0 / 8 / 3]
    let agree = zip(bleu.precisions, expected).map { TranslationFixture.agree($0, $1) }
    #expect(agree == [true, true, true, true], "\(bleu.precisions)")
  }

  @Test("of nothing is 0")
  func nothing() {
    let bleu = BLEU(hypotheses: [], references: [])
    #expect(bleu.score == 0 && bleu.precisions == [0, 0, 0, 0] && bleu.brevityPenalty == 1)
    #expect(BLEU(hypotheses: [""], references: ["a b c d"]).brevityPenalty == 0)
  }
}
