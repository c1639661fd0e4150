/// A language model of words for a recogniser of characters: a word is asked for when it is spelled to its end.
public struct SpelledDecodingModel<Words: DecodingLanguageModel>: DecodingLanguageModel {
  /// The words so far, and the characters of the one that has begun.
  public struct State: Sendable {
    fileprivate let words: Words.State
    fileprivate let spelled: [Int32]
  }

  private let words: Words
  private let vocabulary: [[Int32]: Int32]
  private let separator: Int32
  private let unknown: Double

  /// - Parameters:
  ///   - words: the model, whose units are numbers of words.
  ///   - vocabulary: the number of each word by the units that spell it.
  ///   - separator: the unit that stands between words.
  ///   - unknown: ln p of any word that is not in the vocabulary; it is not read.
  public init(
    _ words: Words, vocabulary: [[Int32]: Int32], separator: Int32, unknown: Double = -12
  ) {
    self.words = words
    self.vocabulary = vocabulary
    self.separator = separator
    self.unknown = unknown
  }

  /// Before the first character.
  public var start: State { State(words: words.start, spelled: []) }

  /// ln p of the word that a separator ends; zero inside a word.
  public func logProbability(of unit: Int32, after state: State) -> Double {
    unit == separator ? logProbabilityOfWord(state) : 0
  }

  /// After one more character.
  public func state(after state: State, reading unit: Int32) -> State {
    unit == separator
      ? State(words: wordsRead(state), spelled: [])
      : State(words: state.words, spelled: state.spelled + [unit])
  }

  /// ln p of the last word and of an end behind it.
  public func logProbabilityOfEnd(after state: State) -> Double {
    logProbabilityOfWord(state) + words.logProbabilityOfEnd(after: wordsRead(state))
  }

  private func logProbabilityOfWord(_ state: State) -> Double {
    if state.spelled.isEmpty { return 0 }
    return vocabulary[state.spelled].map { words.logProbability(of: $0, after: state.words) }
      ?? unknown
  }

  private func wordsRead(_ state: State) -> Words.State {
    vocabulary[state.spelled].map { words.state(after: state.words, reading: $0) } ?? state.words
  }
}
