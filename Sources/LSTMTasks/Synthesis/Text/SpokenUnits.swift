import LSTMFormats

/// The units that a synthesiser says: characters, and the edge that begins and ends what is said.
public struct SpokenUnits: Sendable, Equatable {
  /// The unit that begins and ends what is said.
  static let edge: Int32 = 0

  /// Words of a text, at most: some twenty minutes.
  static let mostWords = 3000
  /// Words that are said in one go, at most.
  private static let wordsTogether = 40

  /// The characters, in the order of their bytes; a space, where training texts have several words.
  public let characters: [String]

  /// The characters of texts.
  ///
  /// - Parameter texts: each as words, as ``SpokenText`` has them.
  init(of texts: [[String]]) {
    var found: Set<String> = []
    for words in texts {
      if words.count > 1 { found.insert(" ") }
      for word in words { found.formUnion(word.map { String($0) }) }
    }
    characters = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Units, the edge counted.
  public var count: Int { characters.count + 1 }

  /// Whether the space between words was learned; without it each word is said by itself.
  public var hasSpaces: Bool { characters.contains(" ") }

  /// The units of words that are said in one go, between edges.
  ///
  /// - Throws: ``SynthesisError/unknownCharacter(text:character:known:)``.
  func encode(_ words: [String]) throws(SynthesisError) -> [Int32] {
    let text = words.joined(separator: " ")
    var units = [Self.edge]
    for character in text {
      guard let place = characters.firstIndex(of: String(character)) else {
        throw .unknownCharacter(
          text: text, character: String(character),
          known: characters.filter { $0 != " " }.joined(separator: " "))
      }
      units.append(Int32(place + 1))
    }
    return units + [Self.edge]
  }

  /// What a text is said in: as a whole, or word by word where no space was learned.
  ///
  /// - Throws: ``SynthesisError``, where the text has no words, or characters that were not learned.
  func pieces(of text: String) throws(SynthesisError) -> [[Int32]] {
    let words = SpokenText.words(of: text)
    guard !words.isEmpty else { throw .noWords(text: text) }
    guard words.count <= Self.mostWords else {
      throw .longText(words: words.count, limit: Self.mostWords)
    }
    let together = hasSpaces ? Self.wordsTogether : 1
    var pieces: [[Int32]] = []
    for first in stride(from: 0, to: words.count, by: together) {
      pieces.append(try encode(Array(words[first..<min(first + together, words.count)])))
    }
    return pieces
  }

  /// A unit for people.
  func name(of unit: Int32) -> String {
    let place = Int(unit) - 1
    return characters.indices.contains(place) ? characters[place] : ""
  }
}

extension SpokenUnits: JSONRepresentable {
  /// The characters.
  public var json: JSONValue { characters.json }

  /// Reads the characters.
  public init(json: JSONReader) throws {
    characters = try [String](json: json)
    guard Set(characters).count == characters.count, characters.allSatisfy({ $0.count == 1 }) else {
      throw json.expected("characters, each once")
    }
  }
}
