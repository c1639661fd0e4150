import LSTMData
import LSTMFormats
import LSTMModels

/// How examples become what the networks and the linear model read, and what their answers mean: `features.json`.
struct ClassifierFeatures: Sendable {
  /// How examples become numbers.
  enum Encoding: Sendable {
    /// Of texts.
    case text(TextEncoding)
    /// Of sequences of numbers.
    case sequence(SequenceEncoding)
  }

  /// The names of the classes.
  var classes: [String]
  /// Whether an example can have several classes, or none.
  var isMultilabel: Bool
  /// How examples become numbers.
  var encoding: Encoding
  /// What the linear model looks at.
  var linear: LinearFeatures
  /// How much networks and linear model count.
  var mix: ClassifierMix

  /// How logits become probabilities.
  var kind: ClassProbabilities { ClassProbabilities(isMultilabel: isMultilabel) }
}

extension ClassifierFeatures: JSONRepresentable {
  private static let lengths = 1...1 << 20

  var json: JSONValue {
    var members: [(String, JSONValue)] = [
      ("classes", classes.json), ("multilabel", isMultilabel.json), ("mix", mix.json),
    ]
    switch encoding {
    case .text(let text):
      members += [
        ("kind", .string("texts")), ("caseFolded", text.isCaseFolded.json),
        ("maximumLength", text.maximumLength.json),
        ("tokenizer", text.tokenizer.description.json),
      ]
    case .sequence(let sequence):
      members += [
        ("kind", .string("sequences")), ("scalers", .array(sequence.scalers.map(\.json))),
        ("mask", sequence.hasMask.json), ("maximumLength", sequence.maximumLength.json),
      ]
    }
    if case .grams(let counters) = linear {
      members.append(("grams", .array(counters.map(\.json))))
    }
    return .object(JSONObject(members))
  }

  init(json: JSONReader) throws {
    let classes = try json.member("classes")
    self.classes = try [String](json: classes)
    guard self.classes.count > 1, Set(self.classes).count == self.classes.count else {
      throw classes.expected("two or more names, each once")
    }
    isMultilabel = try json.member("multilabel").boolean()
    mix = try ClassifierMix(json: json.member("mix"))
    let length = try json.member("maximumLength").integer(in: Self.lengths)
    let kind = try json.member("kind")
    switch try kind.string() {
    case "texts":
      let tokenizer = try json.member("tokenizer")
      encoding = .text(
        TextEncoding(
          tokenizer: try Self.tokenizer(tokenizer),
          isCaseFolded: try json.member("caseFolded").boolean(), maximumLength: length))
      linear = try Self.grams(json)
    case "sequences":
      let scalers = try [SeriesScaler](json: json.member("scalers"))
      encoding = .sequence(
        SequenceEncoding(
          scalers: scalers, hasMask: try json.member("mask").boolean(), maximumLength: length))
      linear = .summary(SequenceSummary(dimensionCount: scalers.count))
    default: throw kind.expected("\"texts\" or \"sequences\"")
    }
  }

  private static func tokenizer(_ json: JSONReader) throws -> AnyTokenizer {
    do {
      return try AnyTokenizer(description: TokenizerDescription(json: json))
    } catch let error as TokenizerError {
      throw LanguageError.tokenizer(file: json.document, reason: "\(error)")
    }
  }

  private static func grams(_ json: JSONReader) throws -> LinearFeatures {
    let grams = try json.member("grams")
    let counters = try grams.elements().map { try NGramCounter(json: $0) }
    guard !counters.isEmpty else { throw grams.expected("one list or more") }
    return .grams(counters)
  }
}

extension NGramCounter {
  fileprivate var json: JSONValue {
    [
      "pieces": .string(pieces.rawValue), "shortest": lengths.lowerBound.json,
      "longest": lengths.upperBound.json,
      "grams": .array(grams.map { .string(String(decoding: $0, as: UTF8.self)) }),
    ]
  }

  fileprivate init(json: JSONReader) throws {
    let name = try json.member("pieces")
    guard let pieces = TextPieces(rawValue: try name.string()) else {
      throw name.expected(
        "one of " + TextPieces.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let shortest = try json.member("shortest").integer(in: 1...64)
    let longest = try json.member("longest").integer(in: shortest...64)
    let grams = try json.member("grams")
    guard
      let counter = NGramCounter(
        pieces: pieces, lengths: shortest...longest,
        grams: try [String](json: grams).map { Array($0.utf8) })
    else { throw grams.expected("n-grams, each once") }
    self = counter
  }
}
