import LSTMData
import LSTMFormats
import LSTMTensor

/// What can be wrong with a synthesiser or with what it is asked.
public enum SynthesisError: ReportableError, Equatable {
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// A file of the model does not fit another.
  case mismatch(model: String, what: String, found: Int, expected: Int)
  /// Too few recordings to learn from.
  case tooFewRecordings(folder: String, found: Int, needed: Int)
  /// The text has a character that no training text had.
  case unknownCharacter(text: String, character: String, known: String)
  /// There is nothing to say in the text.
  case noWords(text: String)
  /// The text is longer than what is said at once.
  case longText(words: Int, limit: Int)
  /// Nobody of this name was heard.
  case unknownSpeaker(name: String, speakers: [String])
  /// The recording to go on with is too short.
  case shortRecording(file: String, seconds: Double)
  /// The model was trained without what goes on with recordings.
  case noContinuation
  /// The recordings to score on have nothing that the model can say.
  case nothingToScore(folder: String)

  /// The cause, which decides the exit code.
  public var kind: FailureKind {
    switch self {
    case .unknownCharacter, .noWords, .longText, .unknownSpeaker, .noContinuation: .usage
    default: .badData
    }
  }

  /// What was found where, what was expected, and what to do about it.
  public var description: String {
    switch self {
    case .otherTask(let model, let task):
      return
        "\(model) is a model of the task \"\(task)\"; a synthesizer is needed. `lstm train synthesizer` makes one."
    case .mismatch(let model, let what, let found, let expected):
      return
        "\(model): features.json has \(found) \(what) but the network of config.json \(expected). The files are of different "
        + "models: copy the whole folder again."
    case .tooFewRecordings(let folder, let found, let needed):
      return
        "\(folder) has \(found) recording\(found == 1 ? "" : "s") to learn from; at least \(needed) are needed, each longer than "
        + "its text has characters. Record more."
    case .unknownCharacter(let text, let character, let known):
      return
        "The text \(text.quotedForMessage) has \(character.quotedForMessage), which no training text has; expected only "
        + "\(known). Spell it otherwise, or train with recordings that have it."
    case .noWords(let text):
      return
        "The text \(text.quotedForMessage) has no words; expected something to say. Write it in letters."
    case .longText(let words, let limit):
      return "The text has \(words) words; expected at most \(limit). Say it in parts."
    case .unknownSpeaker(let name, let speakers):
      let nearest = name.nearest(in: speakers).map { " Did you mean \($0)?" } ?? ""
      return
        "The model has not heard \(name.quotedForMessage); expected one of \(speakers.joined(separator: ", ")).\(nearest)"
    case .shortRecording(let file, let seconds):
      return
        "\(file) is \(seconds.text(2)) s long; expected at least a tenth of a second to go on with. Give a longer recording."
    case .noContinuation:
      return
        "The model cannot go on with recordings; expected one trained with --continuation above 0. Train it again."
    case .nothingToScore(let folder):
      return
        "\(folder) has no recording whose text and speaker the model knows; expected some. Give recordings of its speakers."
    }
  }
}
