import LSTMTestSupport
import Testing

@testable import LSTMTensor

@Suite("Alignment by the fewest edits")
struct EditAlignmentTests {
  /// The fewest edits, and of those the fewest substitutions, by trying everything.
  private static func fewest(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> (Int, Int) {
    guard let a = first.first else { return (second.count, 0) }
    guard let b = second.first else { return (first.count, 0) }
    let both = fewest(first.dropFirst(), second.dropFirst())
    let left = fewest(first.dropFirst(), second)
    let right = fewest(first, second.dropFirst())
    let differs = a == b ? 0 : 1
    return [(both.0 + differs, both.1 + differs), (left.0 + 1, left.1), (right.0 + 1, right.1)]
      .min { $0 < $1 } ?? (0, 0)
  }

  /// What the second sequence is, by the steps from the first.
  private static func applied(
    _ steps: [EditAlignment.Step], _ first: [Int], _ second: [Int]
  ) -> Bool {
    var (i, j) = (0, 0)
    for step in steps {
      switch step {
      case .match, .substitution:
        guard first[i] == second[j] || step == .substitution else { return false }
        (i, j) = (i + 1, j + 1)
      case .deletion: i += 1
      case .insertion: j += 1
      }
    }
    return i == first.count && j == second.count
  }

  @Test("has the fewest edits and of those the most in common, in whole tables and cut ones")
  func bruteForce() {
    var numbers = TestNumbers(seed: 1)
    for trial in 0..<150 {
      let symbols = 1 + trial % 4
      let first = numbers.integers(trial % 7, in: 0...symbols)
      let second = numbers.integers((trial * 5 + 2) % 8, in: 0...symbols)
      let (edits, substitutions) = Self.fewest(first[...], second[...])
      for largest in [1 << 20, 4] {
        let found = EditAlignment(from: first, to: second, largestTable: largest)
        #expect(Self.applied(found.steps, first, second))
        #expect(found.distance == edits, "\(first) \(second)")
        #expect(found.steps.count { $0 == .substitution } == substitutions, "\(first) \(second)")
      }
    }
  }

  @Test("is as good where memory is short as where it is not")
  func long() {
    var numbers = TestNumbers(seed: 2)
    let first = numbers.integers(300, in: 0...5)
    var second = first
    for place in stride(from: 0, to: 280, by: 9) {
      second[place] = numbers.integers(1, in: 0...5)[0]
    }
    second.removeSubrange(100..<117)
    let whole = EditAlignment(from: first, to: second)
    let cut = EditAlignment(from: first, to: second, largestTable: 100)
    #expect(whole.distance == cut.distance && Self.applied(cut.steps, first, second))
  }

  @Test("tells how far words are apart, as counted by hand")
  func words() {
    let cases = [
      ("kitten", "sitting", 3), ("", "abc", 3), ("flaw", "lawn", 2), ("same", "same", 0),
    ]
    for (first, second, distance) in cases {
      #expect(EditAlignment(from: Array(first), to: Array(second)).distance == distance)
    }
    #expect("--epohcs".nearest(in: ["--epochs", "--seed"]) == "--epochs")
    #expect("sed".nearest(in: ["epochs", "seed"]) == "seed")
    #expect("something".nearest(in: ["epochs", "seed"]) == nil)
  }
}
