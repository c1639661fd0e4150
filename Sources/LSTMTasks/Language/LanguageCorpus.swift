import LSTMData
import LSTMFormats
import LSTMTensor

/// The text of a training: read, split, turned into tokens, cut into batches.
struct LanguageCorpus: Sendable {
  /// A text as the model card lists it.
  struct Source: Sendable, Equatable {
    var role: String
    var name: String
    var byteCount: Int
    var digest: String
  }

  /// The least that anything could be learned from.
  private static let leastTokens = 17

  let tokenizer: AnyTokenizer
  let batches: ContiguousBatches
  let validation: [Int32]
  let validationCharacterCount: Int
  let trainingTokenCount: Int
  let sources: [Source]

  init(_ request: LanguageTrainingRequest) throws {
    let text = try request.data.read()
    let name = request.data.name
    let split: (training: [UInt8], validation: [UInt8])
    let names: (training: String, validation: String)
    var sources = [Self.source("training", name, text)]
    switch request.validation {
    case .fraction(let fraction):
      split = try Self.split(text, fraction, named: name)
      names = ("the training part of \(name)", "the validation part of \(name)")
    case .file(let path):
      let other = try TextReader.read(path)
      sources.append(Self.source("validation", path, other))
      split = (text, other)
      names = (name, path)
    }
    self.sources = sources
    tokenizer = try LanguageOptions.tokenizer(request.options.units, split.training)
    let tokens = tokenizer.encode(split.training)
    validation = tokenizer.encode(split.validation)
    validationCharacterCount = characterCount(of: split.validation)
    trainingTokenCount = tokens.count
    batches = try Self.batches(tokens, request.options, named: names.training)
    guard validation.count > 1 else {
      throw LanguageError.tooShort(
        what: names.validation, needed: 2, found: validation.count,
        remedy: "Set more aside with --validation, or name a longer file.")
    }
  }

  private static func split(
    _ text: [UInt8], _ fraction: Double, named name: String
  ) throws -> (training: [UInt8], validation: [UInt8]) {
    do {
      let parts = try TextSplit(text, validationFraction: fraction)
      return (parts.training, parts.validation)
    } catch .tooShortToSplit(let count, _) {
      throw LanguageError.tooShort(
        what: name, needed: leastTokens, found: count, remedy: "Give a longer text.")
    }
  }

  private static func source(_ role: String, _ name: String, _ text: [UInt8]) -> Source {
    Source(
      role: role, name: name, byteCount: text.count,
      digest: SHA256.hexadecimalDigest(of: text))
  }

  /// What the user asked for must fit; what was left open is made to fit a short text.
  private static func batches(
    _ tokens: [Int32], _ options: LanguageOptions, named name: String
  ) throws -> ContiguousBatches {
    guard tokens.count >= leastTokens else {
      throw LanguageError.tooShort(
        what: name, needed: leastTokens, found: tokens.count, remedy: "Give a longer text.")
    }
    let predicted = tokens.count - 1
    let length =
      options.sequenceLength ?? min(100, max(1, predicted / (options.batchSize ?? 1)))
    // Some windows an epoch, so that a short text is learned in steps and not in one.
    let windows = 8
    let fitting = max(1, predicted / length / windows)
    let batchSize = options.batchSize ?? min(LanguageOptions.defaultBatchSize, fitting)
    do {
      return try ContiguousBatches(tokens: tokens, batchSize: batchSize, sequenceLength: length)
    } catch BatchError.tooFewTokens(let found, let needed, let batchSize, let length) {
      throw LanguageError.tooShort(
        what: name, needed: needed ?? .max, found: found,
        remedy: """
          That is --batch-size \(batchSize) times --sequence-length \(length) and one more: give a \
          longer text, or smaller ones.
          """)
    }
  }
}

extension LanguageOptions {
  /// A tokenizer of a kind, learned from a text.
  ///
  /// - Throws: `TokenizerError` for a text or a limit that gives none.
  static func tokenizer(_ units: Units, _ text: [UInt8]) throws -> AnyTokenizer {
    switch units {
    case .characters: .character(try CharacterTokenizer(trainingOn: text))
    case .words(let limit): .word(try WordTokenizer(trainingOn: text, maximumVocabularySize: limit))
    case .closedVocabulary: .closedVocabulary(try ClosedVocabularyTokenizer(trainingOn: text))
    case .bytePairs(let limit):
      .bytePair(try BytePairTokenizer(trainingOn: text, maximumVocabularySize: limit))
    }
  }
}
