import LSTMTensor
import Testing

@testable import LSTMTasks

@Suite("Texts that are spoken")
struct SpokenTextTests {
  @Test(
    "have their numbers written out",
    arguments: [
      ("3", "three"), ("0", "zero"), ("42", "forty two"), ("20", "twenty"), ("13", "thirteen"),
      ("100", "one hundred"), ("999", "nine hundred ninety nine"), ("1000", "one thousand"),
      ("12,500", "twelve thousand five hundred"),
      ("999999", "nine hundred ninety nine thousand nine hundred ninety nine"),
      ("1000000", "one zero zero zero zero zero zero"), ("007", "zero zero seven"),
      ("3.14", "three point one four"), ("0.05", "zero point zero five"), ("3.", "three"),
      ("Room 12b", "room twelve b"), ("1, 2", "one two"), ("1,23", "one twenty three"),
      ("1234,567", "one thousand two hundred thirty four five hundred sixty seven"),
      ("99999999999999999999", Array(repeating: "nine", count: 20).joined(separator: " ")),
    ])
  func numbers(text: String, spoken: String) {
    #expect(SpokenText.words(of: text).joined(separator: " ") == spoken)
  }

  @Test(
    "are words in small letters, and marks are breaks",
    arguments: [
      ("Three, ONE – four!", ["three", "one", "four"]), ("don’t stop", ["don't", "stop"]),
      ("well-known", ["well", "known"]), ("  ", []), ("", []), ("...", []), ("' ", []),
      ("ÉTÉ", ["été"]), ("a\tb\nc", ["a", "b", "c"]), ("a€", ["a€"]),
    ])
  func words(text: String, spoken: [String]) {
    #expect(SpokenText.words(of: text) == spoken)
  }

  @Test("of every number up to 999,999 read back as that number")
  func everyNumber() {
    let ones = [
      "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
      "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
      "nineteen",
    ]
    let tens = [
      "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
    ]
    func value(_ words: [String]) -> Int {
      var (total, part) = (0, 0)
      for word in words {
        if let one = ones.firstIndex(of: word) {
          part += one
        } else if let ten = tens.firstIndex(of: word) {
          part += 10 * (ten + 2)
        } else if word == "hundred" {
          part *= 100
        } else {
          (total, part) = (part * 1000, 0)
        }
      }
      return total + part
    }
    for number in Array(0...2000) + Array(stride(from: 2001, through: 999_999, by: 977)) {
      #expect(value(SpokenText.words(of: "\(number)")) == number)
    }
  }

  @Test("are units between edges, word by word where no space was learned")
  func units() throws {
    let single = SpokenUnits(of: [["one"], ["two"]])
    #expect(single.characters == ["e", "n", "o", "t", "w"])
    #expect(!single.hasSpaces)
    #expect(try single.pieces(of: "2 one") == [[0, 4, 5, 3, 0], [0, 3, 2, 1, 0]])
    let rows = SpokenUnits(of: [["one", "two"]])
    #expect(rows.characters == [" ", "e", "n", "o", "t", "w"])
    #expect(try rows.pieces(of: "two, one!") == [[0, 5, 6, 4, 1, 4, 3, 2, 0]])
    #expect(rows.name(of: 5) == "t")
    #expect(rows.name(of: 0) == "")
  }

  @Test("that cannot be said are errors that say why")
  func refusals() throws {
    let units = SpokenUnits(of: [["one"], ["two"]])
    #expect(
      throws: SynthesisError.unknownCharacter(text: "zone", character: "z", known: "e n o t w")
    ) {
      try units.pieces(of: "Zone")
    }
    #expect(throws: SynthesisError.noWords(text: "?!")) { try units.pieces(of: "?!") }
    let long = Array(repeating: "one", count: 3001).joined(separator: " ")
    #expect(throws: SynthesisError.longText(words: 3001, limit: 3000)) {
      try units.pieces(of: long)
    }
    let row = SpokenUnits(of: [["one", "two"]])
    let pieces = try row.pieces(of: Array(repeating: "one", count: 90).joined(separator: " "))
    #expect(pieces.map(\.count) == [161, 161, 41])
    let error = SynthesisError.unknownCharacter(
      text: "zone", character: "z", known: "e n o t w")
    #expect(error.kind == .usage)
    #expect(
      error.description
        == "The text \"zone\" has \"z\", which no training text has; expected only e n o t w. Spell it otherwise, or train "
        + "with recordings that have it.")
  }
}
