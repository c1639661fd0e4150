import LSTMData
import LSTMFormats
import LSTMKit

/// The answers of a classifier, a line each.
struct ClassifiedLines {
  /// The answer to one line; without a verdict to an empty one.
  struct Answer {
    var line: [UInt8] = []
    var verdict: Classification?
    var words: [WordContribution]?
  }

  let classes: [String]
  let answers: [Answer]
  private let isMultilabel: Bool

  /// Words that are marked at most, and the least share of the strongest that is.
  private static let markedWords = 6
  private static let leastShare = 0.2

  init(_ trained: TrainedClassifier, sequences: [Classification]) {
    classes = trained.classes
    isMultilabel = trained.isMultilabel
    answers = sequences.map { Answer(verdict: $0) }
  }

  init(_ trained: TrainedClassifier, lines: [[UInt8]], explains: Bool) throws {
    classes = trained.classes
    isMultilabel = trained.isMultilabel
    let texts = lines.map(\.trimmed)
    let filled = texts.indices.filter { !texts[$0].isEmpty }
    let verdicts = try trained.predict(texts: filled.map { texts[$0] })
    var answers = texts.map { Answer(line: $0) }
    for (place, verdict) in zip(filled, verdicts) {
      answers[place].verdict = verdict
      if explains { answers[place].words = try trained.wordContributions(texts[place]) }
    }
    self.answers = answers
  }

  /// An answer for programs.
  func json(_ answer: Answer) -> JSONValue {
    guard let verdict = answer.verdict else {
      return ["label": .null, "probability": .null, "probabilities": .null]
    }
    var object = JSONObject([
      ("label", .string(verdict.label)), ("probability", .number(verdict.probability)),
      (
        "probabilities",
        .object(
          JSONObject(zip(classes, verdict.probabilities).map { ($0, .number($1)) }))
      ),
    ])
    if isMultilabel {
      object["labels"] = .array(
        zip(classes, verdict.probabilities).filter { $0.1 >= 0.5 }.map { .string($0.0) })
    }
    if let words = answer.words {
      object["words"] = .array(
        words.map {
          [
            "word": .string($0.word), "start": $0.range.lowerBound.json,
            "end": $0.range.upperBound.json, "contribution": .number($0.contribution),
          ]
        })
    }
    return .object(object)
  }

  /// An answer for people.
  func text(_ answer: Answer) -> String {
    guard let verdict = answer.verdict else { return "" }
    let start = "\(verdict.label)\t\(verdict.probability.text(4))"
    guard let words = answer.words else { return start }
    return start + "\t" + Self.marked(answer.line, words)
  }

  /// The text with the strongest words in brackets, `+` for the verdict and `-` against it.
  private static func marked(_ line: [UInt8], _ words: [WordContribution]) -> String {
    let strongest = words.reduce(0) { max($0, abs($1.contribution)) }
    // Of words as strong the first.
    let order = words.indices.sorted {
      let (one, other) = (abs(words[$0].contribution), abs(words[$1].contribution))
      return one != other ? one > other : $0 < $1
    }
    let chosen = Set(
      order.prefix(markedWords).filter {
        strongest > 0 && abs(words[$0].contribution) >= leastShare * strongest
      })
    var text: [UInt8] = []
    var offset = 0
    for (number, word) in words.enumerated() where chosen.contains(number) {
      text += line[offset..<word.range.lowerBound]
      text += Array((word.contribution > 0 ? "[+" : "[-").utf8)
      text += line[word.range] + [UInt8(ascii: "]")]
      offset = word.range.upperBound
    }
    return String(decoding: text + line[offset...], as: UTF8.self)
  }
}
