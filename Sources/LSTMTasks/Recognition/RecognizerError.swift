import LSTMFormats
import LSTMTensor

/// What can be wrong with a recogniser or with what it is asked to do.
public enum RecognizerError: ReportableError, Equatable {
  /// A text has a unit that the model does not know.
  case unknownUnit(place: String, found: String, kind: SpeechUnits.Kind, known: [String])
  /// A word of a text is not in the list of pronunciations.
  case noPronunciation(word: String, text: String, nearest: String?, count: Int)
  /// A line of a list of pronunciations has no phones.
  case badPronunciation(file: String, line: Int, found: String)
  /// No recording has as many frames as its text needs.
  case allTooShort(name: String, count: Int)
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// A language model knows none of the units.
  case otherLanguage(model: String, tokens: String, units: SpeechUnits.Kind)

  /// Bad data, or a request that cannot be met.
  public var kind: FailureKind {
    switch self {
    case .otherTask, .otherLanguage: .usage
    default: .badData
    }
  }

  /// The place, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .unknownUnit(let place, let found, let kind, let known):
      """
      \(place): the text has the \(kind.singular) \(found.quotedForMessage), which the model has not learned; it knows \
      \(known.prefix(20).map(\.quotedForMessage).joined(separator: ", "))\(known.count > 20 ? " and others" : "").\
      \(found.nearest(in: known).map { " Did you mean \($0.quotedForMessage)?" } ?? "") Correct the text, or train on \
      recordings that have it.
      """
    case .noPronunciation(let word, let text, let nearest, let count):
      """
      \(text.quotedForMessage): the word \(word.quotedForMessage) is not among the \(count) pronunciations; expected one \
      for each word.\(nearest.map { " Did you mean \($0.quotedForMessage)?" } ?? "") Add it to the list of --lexicon.
      """
    case .badPronunciation(let file, let line, let found):
      """
      \(file), line \(line): found \(found.quotedForMessage); expected a word and its phones with spaces between, and no \
      phone called \(SpeechUnits.phoneSeparator.quotedForMessage). Correct the line.
      """
    case .allTooShort(let name, let count):
      """
      \(name): none of \(count) recordings is as long as its text needs; expected a frame for each unit, and one more \
      between two that are the same. Use --stacking 1, or words as units.
      """
    case .otherTask(let model, let task):
      """
      \(model) is a model of the task "\(task)"; a recognizer is needed. `lstm train recognizer` makes one.
      """
    case .otherLanguage(let model, let tokens, let units):
      """
      \(model) predicts \(tokens), and the recogniser tells \(units.rawValue) apart: the one knows nothing of the other. \
      Train a language model with \(units == .words ? "--tokens words" : "--tokens characters or words") on texts like \
      those that are spoken.
      """
    }
  }
}

extension SpeechUnits.Kind {
  /// One of them.
  var singular: String {
    switch self {
    case .characters: "character"
    case .words: "word"
    case .phones: "phone"
    }
  }
}
