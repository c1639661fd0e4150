import LSTMData

/// How texts are to be read: tokens, length, n-grams, chosen from the texts where nothing is said.
struct TextPlan {
  let encoding: TextEncoding
  let linear: LinearFeatures
  let inputs: ClassifierInputs
  let rows: FeatureRows
  let material: ClassifierOptions.Material
  /// What was chosen, a line each.
  let notes: [String]

  /// Texts of so many characters at the middle are read as characters.
  private static let shortText = 24
  private static let usualWords = 20_000
  private static let longestText = 512

  /// Learns from texts.
  ///
  /// - Parameters:
  ///   - texts: all; those behind the first `learnedCount` are only encoded.
  ///   - learnedCount: texts to learn from.
  init(_ texts: [[UInt8]], learnedCount: Int, _ options: ClassifierOptions) throws {
    let learned = texts[..<learnedCount]
    let lengths = learned.map { characterCount(of: $0) }.sorted()
    let areShort = lengths[lengths.count / 2] <= Self.shortText
    let units = options.units ?? (areShort ? .characters : .words(limit: Self.usualWords))
    let isCaseFolded = units != .characters && !options.keepsCase
    let folded = texts.map { TextEncoding.folded($0, isCaseFolded) }
    let tokenizer = try Self.tokenizer(units, Array(folded[..<learnedCount]))
    let tokens = folded.map { TextEncoding.tokens($0, tokenizer) }
    let longest = tokens[..<learnedCount].reduce(1) { max($0, $1.count) }
    let limit = options.maximumLength ?? min(longest, Self.longestText)
    let cutCount = tokens[..<learnedCount].count { $0.count > limit }
    let encoding = TextEncoding(
      tokenizer: tokenizer, isCaseFolded: isCaseFolded, maximumLength: limit)
    self.encoding = encoding
    inputs = .tokens(tokens.map { $0.isEmpty ? [encoding.blank] : Array($0.prefix(limit)) })
    material = units == .characters ? .characters : .words
    let linear = Self.linear(units, Array(folded[..<learnedCount]))
    self.linear = linear
    var rows = FeatureRows(columnCount: linear.count)
    for text in folded { rows.append(linear.row(of: text)) }
    self.rows = rows
    let why = options.units == nil && areShort ? ", since most texts are short" : ""
    notes = [
      "Texts are read as \(units.name)\(why): \(tokenizer.vocabulary.count) tokens.",
      cutCount > 0
        ? "The networks read the first \(limit) tokens of a text; of \(learnedCount) texts \(cutCount) "
          + "\(cutCount == 1 ? "is" : "are") longer." : "",
    ].filter { !$0.isEmpty }
  }

  /// Runs of characters for short texts; else words and pairs of words, also those that one text has, and beside them the
  /// characters of words.
  private static func linear(_ units: LanguageOptions.Units, _ texts: [[UInt8]]) -> LinearFeatures {
    if units == .characters {
      return .grams([NGramCounter(trainingOn: texts, pieces: .characters, lengths: 1...4)])
    }
    return .grams([
      NGramCounter(trainingOn: texts, pieces: .words, lengths: 1...2, leastTexts: 1),
      NGramCounter(trainingOn: texts, pieces: .wordCharacters, lengths: 3...6),
    ])
  }

  private static func tokenizer(_ units: LanguageOptions.Units, _ texts: [[UInt8]]) throws
    -> AnyTokenizer
  {
    let blank = UInt8(ascii: units == .characters || units == .closedVocabulary ? "\n" : " ")
    // Words stand behind a blank everywhere, also at the start of a text.
    let text = Array(texts.map { [blank] + $0 }.joined(separator: [UInt8(ascii: "\n")]))
    return try LanguageOptions.tokenizer(units, text)
  }
}
