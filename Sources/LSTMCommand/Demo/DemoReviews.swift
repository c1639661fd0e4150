import LSTMFormats
import LSTMKit

/// The demo's part on verdicts: reviews of our own, in which one word decides what another means, some words apart.
struct DemoReviews {
  private static let learned = 800
  private static let scored = 200
  private static let questions = [
    "the soup was not bad",
    "nobody could call the soup bad",
    "we never found the room as far as i can tell fresh",
  ]

  static let introduction = """

    Now verdicts: \(learned) one-line reviews made up for this demo, in which a "not", "never" or "nobody" turns the \
    verdict around, often many words before the end. \(scored) others are kept for the test.

    """

  let report: ClassificationReport
  let answers: ClassifiedLines

  /// Learns and is scored; the folder takes the reviews for the while.
  init(in folder: String, stop: StopSignal, events: (TrainingEvent) -> Void) throws {
    var reviews = Self.reviews(Self.learned + Self.scored)
    func data(_ name: String, _ count: Int) throws -> ClassifierData {
      let path = "\(folder)/\(name).tsv"
      let lines = reviews.prefix(count).map {
        "\($0.isPraise ? "praise" : "complaint")\t\($0.text)\n"
      }
      reviews.removeFirst(count)
      try AtomicFile.write(Array(lines.joined().utf8), to: path)
      return try ClassifierSource([path]).read()
    }
    var options = ClassifierOptions()
    options.hiddenSize = 32
    options.embeddingSize = 32
    options.dropout = 0.2
    // A hidden word may be the one that decides.
    options.tokenDropout = 0
    options.memberCount = 2
    options.learningRate = 0.005
    options.budget = (10, nil, nil)
    let trained = try Classifier(options).fit(
      try data("learned", Self.learned), stop: stop, receive: events)
    report = try trained.evaluate(try data("scored", Self.scored))
    answers = try ClassifiedLines(
      trained, lines: Self.questions.map { Array($0.utf8) }, explains: true)
  }

  var lines: [String] {
    [
      "",
      "Of \(report.score.exampleCount) reviews that it never saw it judges "
        + "\(Self.percent(report.score.accuracy)) right; a model that counts words and pairs of words, which "
        + "remembers no more than that, \(Self.percent(report.baseline.accuracy)).",
      "Verdict, probability, and the words that carried it (+) or spoke against it (-):",
      "",
    ] + answers.answers.map { "  " + answers.text($0).replacing("\t", with: "  ") } + [""]
  }

  var members: [(String, JSONValue)] {
    [("verdicts", report.json), ("explained", .array(answers.answers.map(answers.json)))]
  }

  var section: ReportSection {
    ReportSection(
      "Verdicts that hang on one word", lines.filter { !$0.isEmpty }.map { .paragraph($0) })
  }

  private static func percent(_ share: Double) -> String { "\((100 * share).text(1)) %" }
}

extension DemoReviews {
  private static let things = [
    "soup", "bread", "coffee", "room", "bed", "film", "song", "book", "train", "lamp", "cake",
    "garden",
  ]
  private static let asides = [
    "here", "this time", "on the second day", "as far as i can tell", "to be honest",
    "after all that i had read",
  ]
  private static let good = [
    "good", "great", "lovely", "fresh", "perfect", "wonderful", "fine", "warm",
  ]
  private static let bad = ["bad", "poor", "awful", "dull", "stale", "terrible", "sad", "cold"]

  /// Different reviews, as many of either verdict as chance has it; the same ones each time.
  static func reviews(_ count: Int) -> [(isPraise: Bool, text: String)] {
    var random = RandomGenerator(seed: 1)
    var reviews: [(isPraise: Bool, text: String)] = []
    var seen: Set<String> = []
    while reviews.count < count {
      let isPraise = random.index(below: 2) == 0
      let text = review(isPraise, &random)
      if seen.insert(text).inserted { reviews.append((isPraise, text)) }
    }
    return reviews
  }

  private static func review(_ isPraise: Bool, _ random: inout RandomGenerator) -> String {
    func one(of words: [String]) -> String { words[random.index(below: words.count)] }
    let (thing, aside) = (one(of: things), one(of: asides))
    let (fitting, opposite) = (one(of: isPraise ? good : bad), one(of: isPraise ? bad : good))
    switch random.index(below: 8) {
    case 0: return "the \(thing) was \(fitting) \(aside)"
    case 1: return "\(aside) the \(thing) was not \(opposite)"
    case 2: return "nobody could call the \(thing) \(aside) \(opposite)"
    case 3: return "we never found the \(thing) \(aside) \(opposite)"
    case 4: return "everybody would call the \(thing) \(aside) \(fitting)"
    case 5: return "we always found the \(thing) \(aside) \(fitting)"
    case 6: return "we expected a \(opposite) \(thing) but \(aside) it was \(fitting)"
    default: return "they promised a \(opposite) \(thing) and it was not \(opposite) \(aside)"
    }
  }
}
