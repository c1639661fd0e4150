import LSTMTestSupport
import Testing

@testable import LSTMData

@Suite("Sequences are read")
struct SequenceSetTests {
  private func read(_ text: String) throws -> SequenceSet {
    var set: SequenceSet?
    try withTemporaryFile(Array(text.utf8)) { set = try SequenceSet(contentsOf: $0) }
    return try #require(set)
  }

  private let header = "# note\n@problemName Small\n@dimensions 2\n@classLabel true a b\n@data\n"

  @Test("Dimensions, unequal lengths, missing values and classes")
  func small() throws {
    let set = try read(header + "1,2,?:4,5,6:b\r\n7:8:a\n")
    #expect(set.name == "Small")
    #expect(set.classes == ["a", "b"])
    #expect(set.sequences.map(\.count) == [3, 1])
    #expect(set.sequences.map(\.label) == [1, 0])
    #expect(Array(set.sequences[0].values.prefix(4)) == [1, 4, 2, 5])
    #expect(set.sequences[0].values[4].isNaN)
  }

  @Test(
    "Each fault names the line",
    arguments: [
      ("1:2:c\n", "line 6: the class is \"c\"; expected one of \"a\", \"b\""),
      ("1:a\n", "line 6 has 1 dimensions; expected 2"),
      ("1,2:3:a\n", "line 6: dimension 2 has 1 values; expected 2"),
      ("1:x:a\n", "line 6, dimension 2: found \"x\""), ("", "has no line below @data"),
    ])
  func faults(body: String, expected: String) {
    do {
      _ = try read(header + body)
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains(expected), "\(error)")
    }
  }

  @Test(
    "Japanese Vowels has 270 and 370 sequences of 12 values and 7 to 29 steps",
    .enabled(if: SharedData.has("sequences/JapaneseVowels_TRAIN.ts"), "\(SharedData.absence)"))
  func japaneseVowels() throws {
    for (part, count) in [("TRAIN", 270), ("TEST", 370)] {
      let set = try SequenceSet(contentsOf: SharedData.path("sequences/JapaneseVowels_\(part).ts"))
      #expect(set.sequences.count == count)
      #expect(set.dimensionCount == 12)
      #expect(set.classes.count == 9)
      #expect(set.sequences.allSatisfy { (7...29).contains($0.count) && $0.label != nil })
    }
  }
}
