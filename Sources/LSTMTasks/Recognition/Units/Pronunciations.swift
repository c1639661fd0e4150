import LSTMData
import LSTMFormats
import LSTMTensor

/// How words are spoken: a list such as the CMU Pronouncing Dictionary, a word and its phones on each line.
public struct Pronunciations: Sendable, Equatable {
  /// A word and its phones.
  public struct Word: Sendable, Equatable {
    /// As it is written.
    public let word: String
    /// How it is spoken.
    public let phones: [String]
  }

  /// The words in the order of the list; one with several pronunciations is there several times.
  public let words: [Word]
  private let places: [String: Int]
  private let spoken: [[String]: Int]

  /// A list; of several pronunciations of a word the first is learned, and each is understood.
  public init(_ words: [Word]) {
    self.words = words
    var (places, spoken): ([String: Int], [[String]: Int]) = ([:], [:])
    for (place, word) in words.enumerated() {
      if places[word.word] == nil { places[word.word] = place }
      if spoken[word.phones] == nil { spoken[word.phones] = place }
    }
    (self.places, self.spoken) = (places, spoken)
  }

  /// Reads a list: a word, white space, its phones; `;;;` and `#` begin remarks, `WORD(2)` is another pronunciation.
  ///
  /// - Throws: ``RecognizerError/badPronunciation(file:line:found:)``, `TextError`.
  public init(contentsOf path: String) throws {
    var words: [Word] = []
    for (place, bytes) in try TextReader.read(path).lines.enumerated() {
      let line = String(decoding: bytes, as: UTF8.self)
      if line.hasPrefix(";;;") || line.hasPrefix("#") { continue }
      let fields = line.split(whereSeparator: \.isWhitespace)
      guard let word = fields.first else { continue }
      let phones = fields.dropFirst().map { String($0) }
      guard !phones.isEmpty, !phones.contains(SpeechUnits.phoneSeparator) else {
        throw RecognizerError.badPronunciation(file: path, line: place + 1, found: line)
      }
      words.append(Word(word: Self.withoutNumber(word), phones: phones))
    }
    self.init(words)
  }

  /// The phones of a word; where it is not in the list, those of it in capitals or in small letters.
  public func phones(of word: String) -> [String]? {
    let place =
      places[word] ?? places[word.uppercased()]
      ?? places[word.lowercased()]
    return place.map { words[$0].phones }
  }

  /// The first word that is spoken so, or else the first of those spoken most like it; `nil` without any word.
  public func word(spoken phones: [String]) -> String? {
    if let place = spoken[phones] { return words[place].word }
    var best: (word: String, distance: Int)?
    for word in words where abs(word.phones.count - phones.count) < best?.distance ?? .max {
      let distance = EditAlignment(from: word.phones, to: phones).distance
      if distance < best?.distance ?? .max { best = (word.word, distance) }
    }
    return best?.word
  }

  /// The word of the list that is written most like another.
  func nearest(to word: String) -> String? { word.nearest(in: words.map(\.word)) }

  private static func withoutNumber(_ word: Substring) -> String {
    guard word.hasSuffix(")"), let open = word.lastIndex(of: "("),
      Int(word[word.index(after: open)...].dropLast()) != nil, open > word.startIndex
    else { return String(word) }
    return String(word[..<open])
  }
}

extension Pronunciations: JSONRepresentable {
  /// A list of lists: a word, then its phones.
  public var json: JSONValue { words.map { [$0.word] + $0.phones }.json }

  /// Reads a list.
  public init(json: JSONReader) throws {
    self.init(
      try json.elements().map { element in
        let fields = try [String](json: element)
        guard fields.count > 1 else { throw element.expected("a word and its phones") }
        return Word(word: fields[0], phones: Array(fields.dropFirst()))
      })
  }
}
