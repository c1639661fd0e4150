import LSTMData
import LSTMTensor

/// Where the pairs come from that a translator is validated on.
public enum TranslationValidation: Sendable, Equatable {
  /// This share of the pairs, drawn by chance.
  case fraction(Double)
  /// Files of their own, one or two.
  case files([String])
}

/// The sentences of a training: read, split, turned into tokens.
struct TranslationCorpus: Sendable {
  let text: ParallelText
  let tokenizer: BytePairTokenizer
  let training: [TokenPair]
  let validation: [TokenPair]
  /// Pairs of the training part that were passed over, since a side of them is too long.
  let longCount: Int

  /// The least that anything could be learned from.
  private static let leastPairs = 20

  init(
    _ source: TranslationSource, validation wanted: TranslationValidation,
    _ options: TranslationOptions
  ) throws {
    let text = try source.read()
    self.text = text
    var learned = text.pairs
    var held: [ParallelText.Pair]
    switch wanted {
    case .files(let paths): held = try ParallelText(contentsOf: paths).pairs
    case .fraction(let share):
      var random = RandomGenerator(seed: RandomGenerator.key(options.seed, 0x5641_4C49))
      let order = learned.indices.shuffled(using: &random)
      let count = max(1, Int(Double(order.count) * share))
      held = order.prefix(count).sorted().map { text.pairs[$0] }
      learned = order.dropFirst(count).sorted().map { text.pairs[$0] }
    }
    guard learned.count >= Self.leastPairs else {
      throw TranslationError.tooFewPairs(
        file: text.name, found: text.pairs.count, needed: Self.leastPairs + 1)
    }
    let joined = learned.flatMap {
      TranslationText.prepared($0.source) + [UInt8(ascii: "\n")]
        + TranslationText.prepared($0.target) + [UInt8(ascii: "\n")]
    }
    let tokenizer = try BytePairTokenizer(
      trainingOn: joined, maximumVocabularySize: options.vocabularyLimit)
    func tokens(_ pairs: [ParallelText.Pair]) -> [TokenPair] {
      pairs.map {
        TokenPair(
          source: tokenizer.encode(TranslationText.prepared($0.source)),
          target: tokenizer.encode(TranslationText.prepared($0.target)))
      }
    }
    let all = tokens(learned)
    training = all.filter { max($0.source.count, $0.target.count) <= options.longest }
    validation = tokens(held).filter { max($0.source.count, $0.target.count) <= options.longest }
    longCount = all.count - training.count
    self.tokenizer = tokenizer
    guard training.count >= Self.leastPairs, !validation.isEmpty else {
      throw TranslationError.tooFewPairs(
        file: text.name, found: training.count + validation.count, needed: Self.leastPairs + 1)
    }
  }

  /// What was found, in lines.
  var lines: [String] {
    var lines = [
      "\(training.count) pairs to learn from, \(validation.count) to validate on, "
        + "\(tokenizer.vocabulary.count) tokens of both languages"
    ]
    if text.emptyCount > 0 {
      lines.append("\(text.emptyCount) lines passed over, empty on one side or both")
    }
    if longCount > 0 {
      lines.append("\(longCount) pairs passed over, longer than --longest")
    }
    return lines
  }
}

/// Sentences as the tokenizer sees them.
enum TranslationText {
  /// With a space before it, so that a word is the same token at the beginning as elsewhere.
  static func prepared(_ sentence: [UInt8]) -> [UInt8] { [UInt8(ascii: " ")] + sentence }

  /// The sentence that tokens stand for.
  static func restored(_ bytes: [UInt8]) -> String {
    String(
      decoding: bytes.first == UInt8(ascii: " ") ? Array(bytes.dropFirst()) : bytes, as: UTF8.self)
  }
}
