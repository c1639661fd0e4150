import LSTMFormats
import Testing

@testable import LSTMTasks

@Suite("chrF2")
struct CharacterFScoreTests {
  private func score(_ hypothesis: String, _ reference: String) -> Double {
    CharacterFScore(hypotheses: [hypothesis], references: [reference]).score
  }

  @Test("is sacreBLEU's")
  func fixture() throws {
    let corpora = try TranslationFixture.corpora()
    #expect(corpora.count == 28)
    for one in corpora {
      let found = CharacterFScore(hypotheses: one.hypotheses, references: one.references).score
      #expect(
        TranslationFixture.agree(found, one.chrf), "\(one.name): \(found), not \(one.chrf)")
    }
  }

  @Test("names the settings that sacreBLEU names")
  func signature() throws {
    let expected = try TranslationFixture.part("chrf_signature").string()
    #expect(
      TranslationFixture.settings(CharacterFScore.signature)
        == TranslationFixture.settings(expected))
  }

  @Test("of the same sentences is 100, however short")
  func identical() {
    #expect(score("Good morning, Ann!", "Good morning, Ann!") == 100)
    #expect(score("No", "No") == 100)
  }

  @Test("does not depend on the order of sentences")
  func order() throws {
    let corpora = try TranslationFixture.corpora()
    let (hypotheses, references) = (corpora.flatMap(\.hypotheses), corpora.flatMap(\.references))
    let forward = CharacterFScore(hypotheses: hypotheses, references: references)
    let backward = CharacterFScore(
      hypotheses: hypotheses.reversed(), references: references.reversed())
    #expect(forward == backward)
    #expect(forward.score > 1 && forward.score < 99)
  }

  @Test("is what it is by hand")
  func byHand() {
    // 2 of 3 characters, 1 of 2 pairs, 0 of 1 triple: precision and recall are 7/18.
    #expect(TranslationFixture.agree(score("abc", "abd"), 700.0 / 18))
    // Precision 1; recall (2/4 + 1/3) / 2 = 5/12, which counts four times as much.
    #expect(TranslationFixture.agree(score("ab", "abcd"), 2500.0 / 53))
  }

  @Test("sees no white space")
  func space() {
    #expect(score("over\u{3000}the  hill", "o verthehill") == 100)
  }

  @Test("of nothing is 0")
  func nothing() {
    #expect(CharacterFScore(hypotheses: [], references: []).score == 0)
    #expect(score("", "a b c d") == 0 && score("a b c d", "") == 0)
  }
}
