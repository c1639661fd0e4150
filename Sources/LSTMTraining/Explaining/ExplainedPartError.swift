import LSTMData
import LSTMTensor

/// What is wrong with the part of an input that is to be explained.
public enum ExplainedPartError: ReportableError, Equatable {
  /// The beginning of a part of a text is no number.
  case notAStep(found: String)
  /// The beginning of a part of a series is no time.
  case notATime(found: String)
  /// The beginning of a part of a recording is no number of seconds.
  case notASecond(found: String)
  /// A recording is over before the part begins.
  case secondOutOfRange(file: String, from: Double, duration: Double)
  /// A part of a recording lasts no second, or too many.
  case secondsOutOfRange(length: Int, limit: Int)
  /// A text was given to a model that reads sound.
  case needsRecording
  /// Something was asked for that inputs of the model's kind do not have.
  case optionOfOtherInput(option: String, input: String)
  /// A table has no such series.
  case noSuchSeries(file: String, name: String, known: [String])
  /// A table has no series with a value.
  case noSeries(file: String)
  /// A file has no line of that number.
  case noSuchLine(file: String, found: String, count: Int)
  /// A verdict is made of what every step shows, so that no state is at a distance from it.
  case pooledVerdict
  /// Layers read in both directions, so that no state is at a distance from the end.
  case readsBothWays
  /// Every step of a decoder attends to all that an encoder read both ways, so that no state is at a distance from an error.
  case attendsEverywhere
  /// A recogniser says nothing of a recording, and so nothing whose errors could be followed.
  case nothingHeard(recording: String)
  /// Nothing can be explained at a time of a series.
  case timeOutOfRange(file: String, series: String, time: String, first: String, last: String)
  /// A series has too few values for the model to read.
  case seriesTooShort(file: String, series: String, found: Int, needed: Int)
  /// The model is made of so many networks.
  case memberOutOfRange(member: Int, count: Int)
  /// There is nothing recurrent in the model.
  case noNetwork
  /// The class of no event is known.
  case noClassKnown(file: String, owner: String)
  /// Nothing is known of what came behind the explained part.
  case nothingKnown(series: String, time: String)

  /// Bad data, or a request out of its range.
  public var kind: FailureKind {
    switch self {
    case .noSeries, .seriesTooShort, .noNetwork, .nothingKnown, .nothingHeard, .noClassKnown:
      .badData
    case .notAStep, .notATime, .notASecond, .secondOutOfRange, .secondsOutOfRange,
      .needsRecording, .optionOfOtherInput, .noSuchSeries, .noSuchLine, .timeOutOfRange,
      .memberOutOfRange, .pooledVerdict, .readsBothWays, .attendsEverywhere:
      .usage
    }
  }

  /// What was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .notAStep(let found):
      """
      --from is "\(found)"; of a text it must be the number of a step, a whole number of 0 or more.
      """
    case .notATime(let found):
      """
      --from is "\(found)"; of a series it must be a time such as "2016-07-01" or "2016-07-01 13:00".
      """
    case .notASecond(let found):
      """
      --from is "\(found)"; of a recording it must be a number of seconds, 0 or more, such as 1.5.
      """
    case .secondOutOfRange(let file, let from, let duration):
      """
      --from is \(from) seconds, but \(file) lasts \(duration.text(2)). Choose an earlier second.
      """
    case .secondsOutOfRange(let length, let limit):
      """
      --length is \(length); of a recording it must be from 1 to \(limit), the seconds to explain. Choose a part of a \
      longer recording with --from.
      """
    case .needsRecording:
      """
      --text is no sound: the model reads recordings. Name a WAV file instead.
      """
    case .optionOfOtherInput(let option, let input):
      "the model reads \(input), for which there is no \(option). Leave it out."
    case .noSuchSeries(let file, let name, let known):
      """
      \(file) has no series "\(name)"; it has \
      \(known.prefix(20).map { "\"\($0)\"" }.joined(separator: ", "))\
      \(known.count > 20 ? " and \(known.count - 20) more" : "").\
      \(name.nearest(in: known).map { " Did you mean \"\($0)\"?" } ?? "")
      """
    case .noSuchLine(let file, let found, let count):
      """
      --series is "\(found)"; of \(file) it must be the number of a line, from 1 to \(count).
      """
    case .pooledVerdict:
      """
      a classifier's verdict is made of what every step shows, so that no state is at a distance from it. Ask for --ablate or \
      --silence instead.
      """
    case .readsBothWays:
      """
      the model's layers read in both directions, so that no state is at a distance from the end. Ask for --ablate or \
      --silence instead, or look into a model that was trained with --streaming.
      """
    case .attendsEverywhere:
      """
      every token that a translator writes attends to the whole source, so that no state is at a distance from its error. \
      Ask for --ablate or --silence instead; --picture attention shows what each token looked at.
      """
    case .nothingHeard(let recording):
      """
      the model says nothing before the end of \(recording), so that there is no error to follow back. Choose another \
      recording, or another part with --from.
      """
    case .noSeries(let file):
      "\(file) has no series with a value that the model reads. Give a table with some."
    case .timeOutOfRange(let file, let series, let time, let first, let last):
      """
      --from is \(time), but of series \(series) \(file) allows \(first) to \(last). Choose one of these times.
      """
    case .seriesTooShort(let file, let series, let found, let needed):
      """
      \(file): series \(series) has \(found) value\(found == 1 ? "" : "s"), too few for a step of the \
      model; at least \(needed) are needed. Give a longer series, or choose another with --series.
      """
    case .memberOutOfRange(let member, let count):
      """
      --member is \(member), but the model has \
      \(count == 1 ? "the network 0 alone" : "the networks 0 to \(count - 1)"). Choose one of these.
      """
    case .noNetwork:
      """
      the model has no network, but simple forecasts alone: nothing in it is recurrent. Train one with \
      --members 1 or more.
      """
    case .noClassKnown(let file, let owner):
      """
      \(file) tells the class of none of these events of \(owner), so that no prediction can be checked. Give a table with \
      the column of the class that the model learned from, or choose other events with --series or --from.
      """
    case .nothingKnown(let series, let time):
      """
      nothing is known of series \(series) from \(time) on, so that no prediction can be checked. Choose \
      an earlier time with --from, or give a longer series.
      """
    }
  }
}
