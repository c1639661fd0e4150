import LSTMData
import LSTMTensor

/// A language model of this package that helps a recogniser: of characters for characters, of words for words, and of words
/// for what spells words.
public struct RecognitionLanguage: Sendable {
  private enum Model: Sendable {
    case network(PreparedLanguageModel)
    case ngrams(KneserNeyModel)
  }

  private let model: Model
  private let tokenizer: AnyTokenizer
  private let name: String

  /// A language model.
  ///
  /// - Parameters:
  ///   - trained: the model.
  ///   - ngrams: the n-gram model of its folder, to be asked in place of the network; `nil`: the network is asked.
  ///   - name: what messages call it.
  public init(_ trained: TrainedLanguageModel, ngrams: KneserNeyModel? = nil, name: String) {
    model = ngrams.map { .ngrams($0) } ?? .network(PreparedLanguageModel(trained.model))
    tokenizer = trained.tokenizer
    self.name = name
  }

  private var knowsWords: Bool {
    switch tokenizer {
    case .word, .closedVocabulary: true
    case .character, .bytePair: false
    }
  }

  /// Finds out whether the model can help with units.
  ///
  /// - Throws: ``RecognizerError/otherLanguage(model:tokens:units:)``.
  func check(_ units: SpeechUnits) throws(RecognizerError) {
    var isCharacters = false
    if case .character = tokenizer { isCharacters = units.kind == .characters }
    guard knowsWords || isCharacters else {
      let tokens = if case .bytePair = tokenizer { "byte pairs" } else { "characters" }
      throw .otherLanguage(model: name, tokens: tokens, units: units.kind)
    }
  }

  /// A search that asks the model.
  func search(_ units: SpeechUnits, _ options: PrefixBeamOptions) -> any FrameDecoder {
    guard knowsWords, let separator = units.separator else {
      let prefix = knowsWords ? " " : ""
      let tokens = units.symbols.map { token(of: prefix + $0) }
      return search(UnitTokens([nil] + tokens, boundary: boundary), options)
    }
    let words = spelledWords(units)
    let tokens = UnitTokens(words.map(\.token), boundary: boundary)
    var vocabulary: [[Int32]: Int32] = [:]
    for (number, word) in words.enumerated() where vocabulary[word.units] == nil {
      vocabulary[word.units] = Int32(number)
    }
    switch model {
    case .network(let network):
      return PrefixBeamSearch(
        language: SpelledDecodingModel(
          StreamDecodingModel(network, units: tokens), vocabulary: vocabulary, separator: separator),
        options: options, blank: SpeechUnits.blank)
    case .ngrams(let ngrams):
      return PrefixBeamSearch(
        language: SpelledDecodingModel(
          NGramDecodingModel(ngrams, units: tokens), vocabulary: vocabulary, separator: separator),
        options: options, blank: SpeechUnits.blank)
    }
  }

  private func search(_ tokens: UnitTokens, _ options: PrefixBeamOptions) -> any FrameDecoder {
    switch model {
    case .network(let network):
      PrefixBeamSearch(
        language: StreamDecodingModel(network, units: tokens), options: options,
        blank: SpeechUnits.blank)
    case .ngrams(let ngrams):
      PrefixBeamSearch(
        language: NGramDecodingModel(ngrams, units: tokens), options: options,
        blank: SpeechUnits.blank)
    }
  }

  /// The words of the language model that the units can spell.
  private func spelledWords(_ units: SpeechUnits) -> [(units: [Int32], token: Int32)] {
    (0..<tokenizer.vocabulary.count).compactMap { number in
      let text = tokenizer.decodeText([Int32(number)])
      let word = text.hasPrefix(" ") ? String(text.dropFirst()) : text
      guard !word.isEmpty, !word.contains(where: \.isWhitespace),
        let spelled = try? units.encode(word, place: name)
      else { return nil }
      return (spelled, Int32(number))
    }
  }

  /// The one token of a text; `nil` where it has none or several.
  private func token(of text: String) -> Int32? {
    let tokens = tokenizer.encode(text)
    return tokens.count == 1 ? tokens[0] : nil
  }

  /// What stands between texts in training: a line break.
  private var boundary: Int32? { token(of: "\n") }
}
