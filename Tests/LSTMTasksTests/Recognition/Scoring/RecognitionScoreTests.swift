import Foundation
import LSTMFormats
import LSTMTasks
import Testing

@Suite("Error rates of recognition")
struct RecognitionScoreTests {
  private static func fixtures() throws -> [JSONReader] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
    return try JSONReader(contentsOf: url.path + "/recognition_scores.json").elements()
  }

  private static func check(_ counts: ErrorCounts, _ expected: JSONReader) throws {
    #expect(Double(counts.errors) == (try expected.number("errors")))
    #expect(Double(counts.substitutions) == (try expected.number("substitutions")))
    guard let jiwer = try expected.memberIfPresent("jiwer") else { return }
    let all = [counts.hits, counts.substitutions, counts.deletions, counts.insertions]
    #expect(all.map { Double($0) } == (try jiwer.elements().map { try $0.double() }))
  }

  @Test("are jiwer's, and so are the counts of each kind of error")
  func fixtures() throws {
    for fixture in try Self.fixtures() {
      let references = try fixture.member("references").elements().map { try $0.string() }
      let hypotheses = try fixture.member("hypotheses").elements().map { try $0.string() }
      let score = RecognitionScore(hypotheses: hypotheses, references: references)
      #expect(abs(score.wordErrorRate - (try fixture.number("wer"))) < 1e-12)
      #expect(abs(score.characterErrorRate - (try fixture.number("cer"))) < 1e-12)
      try Self.check(score.words, try fixture.member("words"))
      try Self.check(score.characters, try fixture.member("characters"))
    }
  }

  @Test("count by hand what is inserted, left out and taken for something else")
  func byHand() {
    let score = RecognitionScore(
      hypotheses: ["the big cat", "a dog", "", "one  two\n"],
      references: ["the cat sat", "a fog", "hello", "one two"])
    #expect(score.words.hits == 5 && score.words.insertions == 1)
    #expect(score.words.substitutions == 1 && score.words.deletions == 2)
    #expect(score.wordErrorRate == 4.0 / 8)
    #expect(score.accuracy == 0.25)
    // "cat sat" for "big cat" takes four letters for others; then one letter, five letters, and nothing.
    #expect(score.characters.errors == 4 + 1 + 5)
    #expect(score.confusions.count == 4 && score.confusions.allSatisfy { $0.count == 1 })
    #expect(score.confusions.first?.hypothesis == "big")
  }

  @Test("are zero of nothing, and the insertions where nothing was said")
  func empty() {
    let nothing = RecognitionScore(hypotheses: [], references: [])
    #expect(nothing.wordErrorRate == 0 && nothing.accuracy == 1)
    #expect(RecognitionScore(hypotheses: [" "], references: [""]).wordErrorRate == 0)
    #expect(RecognitionScore(hypotheses: ["a b c"], references: [""]).wordErrorRate == 3)
  }

  @Test("list the most frequent confusions first")
  func confusions() {
    let score = RecognitionScore(
      hypotheses: ["b b x", "b", "y"], references: ["a a x", "a", "z"])
    #expect(
      score.confusions.map { [$0.reference, $0.hypothesis] } == [["a", "b"], ["z", "y"]])
    #expect(score.confusions.map(\.count) == [3, 1])
  }

  @Test("An alignment is shown as sclite shows it, in lines that fit")
  func display() {
    let alignment = TranscriptAlignment(reference: "the cat sat", hypothesis: "the big cat")
    #expect(
      alignment.lines() == [
        "REF:  the *** cat sat", "HYP:  the big cat ***", "Eval:     I       D",
      ]
    )
    #expect(
      TranscriptAlignment(reference: "colour it", hypothesis: "color it").lines(width: 14) == [
        "REF:  colour", "HYP:  color", "Eval: S", "REF:  it", "HYP:  it", "Eval:",
      ])
    let characters = TranscriptAlignment(
      reference: "a b", hypothesis: "ab", by: .characters)
    #expect(characters.lines() == ["REF:  a ␣ b", "HYP:  a * b", "Eval:   D"])
    #expect(TranscriptAlignment(reference: "", hypothesis: " ").lines().isEmpty)
  }
}
