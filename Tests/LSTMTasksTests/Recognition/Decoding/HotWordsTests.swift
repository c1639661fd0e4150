import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Hot words")
struct HotWordsTests {
  /// What a text earns by the definition: from left to right the longest phrase at each beginning of a word.
  static func earned(
    _ text: [Int32], _ phrases: [HotWords.Phrase], separator: Int32?
  ) -> Double {
    var (sum, place) = (0.0, 0)
    while place < text.count {
      let begins = separator == nil || place == 0 || text[place - 1] == separator
      let fitting = phrases.filter { phrase in
        let end = place + phrase.units.count
        return begins && end <= text.count && Array(text[place..<end]) == phrase.units
          && (separator == nil || end == text.count || text[end] == separator)
      }
      if let longest = fitting.max(by: { $0.units.count < $1.units.count }) {
        sum += longest.bonus
        place += longest.units.count
      } else {
        place += 1
      }
    }
    return sum
  }

  @Test("are found from left to right, the longest first", arguments: [nil, Int32(0)])
  func definition(separator: Int32?) {
    var numbers = TestNumbers(seed: 1)
    for trial in 0..<60 {
      // Distinct phrases that neither begin nor end with a separator.
      var phrases: [HotWords.Phrase] = []
      for index in 0..<(1 + trial % 6) {
        let units = numbers.integers(1 + (trial + index * 3) % 5, in: 0...2).map(Int32.init)
        guard units.first != separator, units.last != separator,
          !phrases.contains(where: { $0.units == units })
        else { continue }
        phrases.append(HotWords.Phrase(units: units, bonus: Double(1 << index)))
      }
      let words = HotWords(phrases, separator: separator)
      for length in 0..<14 {
        let text = numbers.integers(length, in: 0...2).map(Int32.init)
        let state = text.reduce(HotWords.State()) { words.state(after: $0, reading: $1) }
        let expected = Self.earned(text, phrases, separator: separator)
        #expect(words.bonusAtEnd(state) == expected, "\(text) \(phrases)")
        #expect(words.bonus(state) >= words.bonusAtEnd(state))
      }
    }
  }

  @Test("lend a part of their bonus to what begins, and take it back where it goes astray")
  func lending() {
    // "cat" = 1 2 3 with 6 nats, 0 between words.
    let words = HotWords([HotWords.Phrase(units: [1, 2, 3], bonus: 6)], separator: 0)
    func bonuses(_ text: [Int32]) -> [Double] {
      var state = HotWords.State()
      return text.map { unit in
        state = words.state(after: state, reading: unit)
        return words.bonus(state)
      }
    }
    #expect(bonuses([1, 2, 3, 0, 1, 4]) == [2, 4, 6, 6, 8, 6])
    #expect(bonuses([1, 2, 3, 4, 0]) == [2, 4, 6, 0, 0])
    #expect(bonuses([5, 1, 2, 3, 0]) == [0, 0, 0, 0, 0])
  }

  @Test("may be avoided by a bonus below zero, once they are whole")
  func negative() {
    let words = HotWords([HotWords.Phrase(units: [1, 2], bonus: -3)], separator: 0)
    let one = words.state(after: HotWords.State(), reading: 1)
    let whole = words.state(after: one, reading: 2)
    #expect(words.bonus(one) == 0)
    #expect(words.bonusAtEnd(whole) == -3)
    #expect(words.bonus(words.state(after: whole, reading: 0)) == -3)
    #expect(words.bonus(words.state(after: whole, reading: 2)) == 0)
  }

  @Test("may be none, or empty")
  func none() {
    let words = HotWords([HotWords.Phrase(units: [], bonus: 3)], separator: 0)
    for words in [words, HotWords()] {
      #expect(words.bonus(words.state(after: HotWords.State(), reading: 1)) == 0)
    }
  }
}
