import LSTMFormats
import LSTMTestSupport
import Testing

@testable import LSTMTasks

@Suite("Units of speech")
struct SpeechUnitsTests {
  private static let lexicon = Pronunciations([
    .init(word: "no", phones: ["N", "OW"]), .init(word: "know", phones: ["N", "OW"]),
    .init(word: "on", phones: ["AA", "N"]), .init(word: "on", phones: ["AO", "N"]),
  ])

  @Test("say what they were told, whatever white space stands between words")
  func encoding() throws {
    let words = try SpeechUnits(of: ["one two", "two  three"], kind: .words)
    #expect(words.symbols == ["one", "three", "two"])
    #expect(words.classCount == 4 && words.separator == nil)
    #expect(try words.encode(" two\tone ", place: "a") == [3, 1])
    #expect(words.text(of: [3, 1]) == "two one")

    let characters = try SpeechUnits(of: ["ab a", "é"], kind: .characters)
    #expect(characters.symbols == [" ", "a", "b", "é"])
    #expect(characters.separator == 1)
    #expect(try characters.encode("a  b", place: "a") == [2, 1, 3])
    // A recogniser may put spaces anywhere: a text has none at its ends, and never two in a row.
    #expect(characters.text(of: [1, 2, 1, 1, 3, 1]) == "a b")
    // Composed and decomposed spellings are one character.
    #expect(try characters.encode("e\u{301}", place: "a") == [4])
  }

  @Test("are phones of a list of pronunciations, from which words are found again")
  func phones() throws {
    let units = try SpeechUnits(
      of: ["no on", "on"], kind: .phones, pronunciations: Self.lexicon)
    #expect(units.symbols == ["AA", "N", "OW", "|"])
    let classes = try units.encode("on know", place: "a")
    #expect(classes.map(units.symbol) == ["AA", "N", "|", "N", "OW"])
    // "know" is spoken like "no", which stands first.
    #expect(units.text(of: classes) == "on no")
    // What no word is spoken like becomes the nearest: "no" and "on" are both one phone away, and "no" stands first.
    #expect(units.text(of: [2]) == "no")
    let error = #expect(throws: RecognizerError.self) {
      try SpeechUnits(of: ["no onn"], kind: .phones, pronunciations: Self.lexicon)
    }
    #expect(
      error
        == .noPronunciation(word: "onn", text: "no onn", nearest: "on", count: 4))
  }

  @Test("refuse what they cannot say, and name it")
  func unknown() throws {
    let units = try SpeechUnits(of: ["seven eight"], kind: .words)
    let error = #expect(throws: RecognizerError.self) {
      try units.encode("sevem", place: "7.wav")
    }
    let message = "\(try #require(error))"
    #expect(message.hasPrefix("7.wav: the text has the word \"sevem\""))
    #expect(message.contains("Did you mean \"seven\"?"))
  }

  @Test("come back from JSON, and are refused where they make no sense", arguments: 0..<3)
  func json(number: Int) throws {
    let kind = SpeechUnits.Kind.allCases[number]
    let units = try SpeechUnits(of: ["no on"], kind: kind, pronunciations: Self.lexicon)
    #expect(try SpeechUnits(json: JSONReader(units.json, document: "a")) == units)
    let bad: [JSONValue] = [
      ["kind": "words", "symbols": ["a", "a"], "pronunciations": .null],
      ["kind": "words", "symbols": .array([]), "pronunciations": .null],
      ["kind": "phones", "symbols": ["a"], "pronunciations": .null],
      ["kind": "syllables", "symbols": ["a"], "pronunciations": .null],
    ]
    for json in bad {
      #expect(throws: JSONError.self) { try SpeechUnits(json: JSONReader(json, document: "a")) }
    }
  }

  @Test("read pronunciations as the CMU dictionary has them")
  func pronunciations() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/list.txt"
      try AtomicFile.write(
        ";;; a remark\nTOMATO  T AH M EY T OW\nTOMATO(2)  T AH M AA T OW\n\n# another\n", to: path)
      let list = try Pronunciations(contentsOf: path)
      #expect(list.words.map(\.word) == ["TOMATO", "TOMATO"])
      #expect(list.phones(of: "tomato") == ["T", "AH", "M", "EY", "T", "OW"])
      #expect(list.word(spoken: ["T", "AH", "M", "AA", "T", "OW"]) == "TOMATO")
      #expect(Pronunciations([]).word(spoken: ["T"]) == nil)
      try AtomicFile.write("ok OW K EY\nTOMATO\n", to: path)
      #expect(
        throws: RecognizerError.badPronunciation(file: path, line: 2, found: "TOMATO")
      ) { try Pronunciations(contentsOf: path) }
    }
  }
}
