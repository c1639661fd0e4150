import LSTMFormats

/// What a recogniser tells apart: the classes of its network, and what they say.
///
/// Class 0 is the blank, class k the symbol k − 1. Symbols that Unicode holds for one are one.
public struct SpeechUnits: Sendable, Equatable {
  /// What a unit is.
  public enum Kind: String, Sendable, CaseIterable {
    /// A character as a reader counts them; a space stands between words.
    case characters
    /// A word.
    case words
    /// A phone, by a list of pronunciations; ``phoneSeparator`` stands between words.
    case phones
  }

  /// What stands between words of phones.
  public static let phoneSeparator = "|"
  /// The class that stands for no unit.
  public static let blank: Int32 = 0

  /// What a unit is.
  public let kind: Kind
  /// The units, in the order of their bytes.
  public let symbols: [String]
  /// How words are spoken; `nil` where units are no phones.
  public let pronunciations: Pronunciations?
  private let classes: [String: Int32]

  init(kind: Kind, symbols: [String], pronunciations: Pronunciations? = nil) {
    self.kind = kind
    self.symbols = symbols
    self.pronunciations = pronunciations
    var classes: [String: Int32] = [:]
    for (place, symbol) in symbols.enumerated() {
      classes[symbol] = Int32(place + 1)
    }
    self.classes = classes
  }

  /// The units that texts consist of.
  ///
  /// - Parameters:
  ///   - texts: the texts to learn.
  ///   - kind: what a unit is.
  ///   - pronunciations: needed for phones.
  /// - Throws: ``RecognizerError/noPronunciation(word:text:nearest:count:)``.
  public init(
    of texts: [String], kind: Kind, pronunciations: Pronunciations? = nil
  ) throws(RecognizerError) {
    let lexicon = kind == .phones ? pronunciations ?? Pronunciations([]) : nil
    var found = Set<String>()
    for text in texts {
      found.formUnion(try Self.symbols(of: text, kind, lexicon))
    }
    // Words of the list may be spoken with phones that no text here has: they could not be learned.
    let symbols = found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.init(kind: kind, symbols: symbols, pronunciations: lexicon)
  }

  /// The network's classes, the blank among them.
  public var classCount: Int { symbols.count + 1 }

  /// The class that stands between words; `nil` where each unit is a word, or no text had two words.
  public var separator: Int32? {
    switch kind {
    case .words: nil
    case .characters: classes[" "]
    case .phones: classes[Self.phoneSeparator]
    }
  }

  /// The classes that say a text.
  ///
  /// - Parameters:
  ///   - text: words with white space between them.
  ///   - place: where it stands, for messages.
  /// - Throws: ``RecognizerError`` for what the units cannot say.
  public func encode(_ text: String, place: String) throws(RecognizerError) -> [Int32] {
    var result: [Int32] = []
    for symbol in try Self.symbols(of: text, kind, pronunciations) {
      guard let number = classes[symbol] else {
        throw .unknownUnit(place: place, found: symbol, kind: kind, known: symbols)
      }
      result.append(number)
    }
    return result
  }

  /// What classes say: words with one space between them.
  public func text(of units: [Int32]) -> String {
    switch kind {
    case .words: units.map(symbol).joined(separator: " ")
    case .characters:
      units.map(symbol).joined().split(separator: " ").joined(separator: " ")
    case .phones:
      units.split { $0 == separator }.map { word(of: Array($0)) }.joined(separator: " ")
    }
  }

  /// What the classes of one word say.
  public func word(of units: [Int32]) -> String {
    let spoken = units.map(symbol)
    return pronunciations?.word(spoken: spoken) ?? spoken.joined()
  }

  /// The symbol of a class.
  public func symbol(_ unit: Int32) -> String {
    let place = Int(unit) - 1
    return symbols.indices.contains(place) ? symbols[place] : ""
  }

  private static func symbols(
    of text: String, _ kind: Kind, _ pronunciations: Pronunciations?
  ) throws(RecognizerError) -> [String] {
    let words = text.split(whereSeparator: \.isWhitespace).map { String($0) }
    switch kind {
    case .words: return words
    case .characters: return words.joined(separator: " ").map { String($0) }
    case .phones:
      var result: [String] = []
      for word in words {
        guard let phones = pronunciations?.phones(of: word) else {
          throw .noPronunciation(
            word: word, text: text, nearest: pronunciations?.nearest(to: word),
            count: pronunciations?.words.count ?? 0)
        }
        if !result.isEmpty { result.append(phoneSeparator) }
        result += phones
      }
      return result
    }
  }
}

extension SpeechUnits: JSONRepresentable {
  /// Kind, symbols and pronunciations.
  public var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "symbols": symbols.json,
      "pronunciations": pronunciations.json,
    ]
  }

  /// Reads units.
  public init(json: JSONReader) throws {
    let name = try json.member("kind")
    guard let kind = Kind(rawValue: try name.string()) else {
      throw name.expected("one of " + Kind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let list = try json.member("symbols")
    let symbols = try [String](json: list)
    guard !symbols.isEmpty, Set(symbols).count == symbols.count,
      symbols.count < Int(Int32.max)
    else { throw list.expected("units, each once") }
    let member = try json.member("pronunciations")
    let pronunciations = try Pronunciations?(json: member)
    guard (kind == .phones) == (pronunciations != nil) else {
      throw member.expected("pronunciations of phones, and null of other units")
    }
    self.init(kind: kind, symbols: symbols, pronunciations: pronunciations)
  }
}
