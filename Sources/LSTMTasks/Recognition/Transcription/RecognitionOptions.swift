/// How speech is transcribed.
public struct RecognitionOptions: Sendable {
  /// Prefixes that are followed side by side; 1: the best path, without language model and hot words.
  public var beamWidth = 16
  /// What is probable before anything is heard; `nil`: nothing is known.
  public var language: RecognitionLanguage?
  /// How much the language model counts.
  public var languageWeight = PrefixBeamOptions().languageWeight
  /// What each word adds to a score, in nats.
  public var wordBonus = 0.0
  /// Words and phrases to favour.
  public var hotWords: [String] = []
  /// What a hot word or phrase adds to a score, in nats; below zero to avoid them.
  public var hotWordBonus = 4.0
  /// The texts of which one is said in each utterance, in place of a search; `nil`: any may be.
  public var choices: [String]?
  /// The seconds of a pause that ends an utterance; `nil`: a model that reads in both directions takes a recording as one
  /// unless it is longer than those learned from, when it is cut at its pauses; a streaming model waits for 0.8.
  public var pause: Double?

  /// The defaults.
  public init() {}

  /// What a search needs for units of a kind.
  ///
  /// - Throws: ``RecognizerError/unknownUnit(place:found:kind:known:)`` for a hot word that the units cannot say.
  func search(_ units: SpeechUnits) throws(RecognizerError) -> PrefixBeamOptions {
    var options = PrefixBeamOptions()
    options.width = beamWidth
    options.languageWeight = languageWeight
    options.wordBonus = wordBonus
    options.separator = units.separator
    var phrases: [HotWords.Phrase] = []
    for phrase in hotWords {
      phrases.append(
        HotWords.Phrase(
          units: try units.encode(phrase, place: "hot words"), bonus: hotWordBonus))
    }
    options.hotWords = HotWords(phrases, separator: units.separator)
    return options
  }

  /// The units of each text that may be said; `nil` where any may be.
  ///
  /// - Throws: ``RecognizerError/unknownUnit(place:found:kind:known:)`` for a text that the units cannot say.
  func chosenTexts(_ units: SpeechUnits) throws(RecognizerError) -> [[Int32]]? {
    guard let choices else { return nil }
    var texts: [[Int32]] = []
    for text in choices { texts.append(try units.encode(text, place: "the choices")) }
    return texts
  }

  /// A decoder that has heard nothing.
  func decoder(_ units: SpeechUnits) throws(RecognizerError) -> any FrameDecoder {
    guard beamWidth > 1 else { return GreedyDecoder(blank: SpeechUnits.blank) }
    let search = try search(units)
    guard let language else {
      return PrefixBeamSearch(options: search, blank: SpeechUnits.blank)
    }
    try language.check(units)
    return language.search(units, search)
  }
}
