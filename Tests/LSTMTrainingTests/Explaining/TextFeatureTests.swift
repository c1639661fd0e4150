import LSTMTraining
import Testing

@Suite("A feature of a text")
struct TextFeatureTests {
  @Test(
    "has the values that a person would write down",
    arguments: [
      (TextFeature.positionInLine, "ab\ncd", [1, 2, 0, 1, 2]),
      (.distanceToSpace, "ab c", [1, 2, 0, 1]), (.upperCase, "aBc", [0, 1, 0]),
      (.vowel, "abE", [1, 0, 1]), (.digit, "a1", [0, 1]),
      (.wordStart, "it's me", [1, 0, 0, 0, 0, 1, 0]),
      (.quotation, "a\"b\"c", [0, 1, 1, 0, 0]), (.brackets, "([)])c", [1, 1, 1, 0, 0, 0]),
      (.speakerName, "A:\nb\nC:", [1, 1, 1, 0, 0, 1, 1]),
    ] as [(TextFeature, String, [Float])])
  func values(feature: TextFeature, text: String, expected: [Float]) {
    #expect(feature.values(of: text.map(String.init)) == expected)
  }
}
