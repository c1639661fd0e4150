import LSTMData
import LSTMTensor
import LSTMTraining

/// A sentence in tokens, and what a translator writes of it.
struct WrittenSentence: Sendable, Equatable {
  /// Without its boundary.
  let source: [Int32]
  /// What the decoder reads after the boundary: the token that each step but the last wrote.
  let reads: [Int32]
  /// What the steps of the decoder write: the translation, and the boundary where it ends by itself.
  let writes: [Int32]

  /// A hypothesis; `nil`: nothing but the end.
  init(_ source: [Int32], _ hypothesis: Hypothesis?, boundary: Int32) {
    self.source = source
    let tokens = hypothesis?.tokens ?? []
    // What was broken off at the longest that is written has no end, and nothing attended for it.
    let isCut = hypothesis.map { $0.alignment.count == tokens.count } ?? false
    writes = isCut ? tokens : tokens + [boundary]
    reads = Array(writes.dropLast())
  }

  /// The source, and what the decoder reads.
  var pair: TokenPair { TokenPair(source: source, target: reads) }
}

/// A sentence that a translator reads, and the translation that it writes.
public struct TranslationPart: ExplainedPart {
  /// Sentences over which units are looked at, at most.
  private static let surveyedSentences = 64

  /// Source and translation in tokens.
  let sentence: WrittenSentence
  /// The sentence as it stands in the input.
  let source: String
  /// Other sentences of the input and their translations, this one among them, in the order of the input.
  let surveyed: [WrittenSentence]
  /// Which line of the input it is, and how much of it is read.
  public let note: String
  /// Parts of the text that the model has never seen, and what it reads in their place.
  public let replacements: [TextReplacement]

  /// Tokens that are read and written, the ends of both among them.
  public var stepCount: Int { sourceSteps + targetSteps }
  /// Steps of the encoder.
  var sourceSteps: Int { sentence.source.count + 1 }
  /// Steps of the decoder.
  var targetSteps: Int { sentence.reads.count + 1 }

  /// Every step of the decoder attends to everything: nothing is at a distance.
  public var nothingPredicted: any ReportableError { ExplainedPartError.attendsEverywhere }

  init(_ source: ExplainedSource, _ translator: TrainedTranslator) throws {
    if let member = source.member, member != 0 {
      throw ExplainedPartError.memberOutOfRange(member: member, count: 1)
    }
    let line = try source.readLine()
    let bytes = line.bytes.trimmed
    let text = String(decoding: bytes, as: UTF8.self)
    guard !bytes.isEmpty else { throw ExplanationError.emptyInput(name: source.name) }
    let whole = translator.tokens(text)
    let places = Self.surveyed(line)
    let sources = places.map { place in
      let text = String(decoding: line.lines[place], as: UTF8.self)
      return Array(translator.tokens(text).prefix(TrainedTranslator.longest))
    }
    // The search that `translate` makes; what it finds does not depend on who else is searched for.
    let found = BeamSearch.run(translator.prepared, sources, BeamOptions())
    let boundary = translator.model.architecture.boundary
    surveyed = zip(sources, found).map { WrittenSentence($0, $1.first, boundary: boundary) }
    sentence = surveyed[places.firstIndex(of: line.place) ?? 0]
    self.source = text
    replacements = translator.tokenizer.substitutions(in: TranslationText.prepared(bytes)).map {
      TextReplacement(
        original: String(decoding: $0.original, as: UTF8.self),
        standIn: translator.tokenizer.vocabulary.displayText(of: $0.token))
    }
    let count = sentence.source.count
    let cut =
      count < whole.count ? ["\(count) of its \(whole.count) tokens, all that is read."] : []
    note = (line.note + cut).joined(separator: " ")
  }

  /// The lines over which units are looked at: the first with text, and the one that is explained.
  private static func surveyed(_ line: ExplainedLine) -> [Int] {
    let others = line.lines.indices.lazy.filter {
      $0 != line.place && !line.lines[$0].trimmed.isEmpty
    }
    return (others.prefix(surveyedSentences - 1) + [line.place]).sorted()
  }
}
