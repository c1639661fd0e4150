import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// A language model read from its folder, with the tokenizer that it was trained with.
public struct TrainedLanguageModel: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "language"
  /// The file of the tokenizer in a model folder.
  static let tokenizerFile = "tokenizer.json"

  /// The network.
  public var model: LanguageModel
  /// What turns text into tokens and back.
  public let tokenizer: AnyTokenizer

  init(model: LanguageModel, tokenizer: AnyTokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw LanguageError.otherTask(model: folder.path, task: configuration.task)
    }
    let place = "\(folder.path)/config.json"
    let architecture = try LanguageModelArchitecture(
      json: JSONReader(configuration.architecture, document: place))
    tokenizer = try Self.tokenizer(of: folder)
    guard tokenizer.vocabulary.count == architecture.vocabularySize else {
      throw LanguageError.vocabularyMismatch(
        model: folder.path, tokens: tokenizer.vocabulary.count,
        outputs: architecture.vocabularySize)
    }
    model = LanguageModel(blank: architecture)
    try folder.loadWeights(into: &model)
  }

  static func tokenizer(of folder: ModelFolder) throws -> AnyTokenizer {
    let json = try folder.vocabulary(named: tokenizerFile)
    let path = "\(folder.path)/\(tokenizerFile)"
    let description = try TokenizerDescription(json: JSONReader(json, document: path))
    do {
      return try AnyTokenizer(description: description)
    } catch {
      throw LanguageError.tokenizer(file: path, reason: "\(error)")
    }
  }
}

/// What can be wrong with a language model or the text it is asked to read.
public enum LanguageError: ReportableError, Equatable {
  /// The model was trained for something else.
  case otherTask(model: String, task: String)
  /// The tokenizer's file makes no sense.
  case tokenizer(file: String, reason: String)
  /// Tokenizer and network were not made for each other.
  case vocabularyMismatch(model: String, tokens: Int, outputs: Int)
  /// Too little text to train on or to score.
  case tooShort(what: String, needed: Int, found: Int, remedy: String)

  /// Bad data throughout.
  public var kind: FailureKind { .badData }

  /// The file, what was found, what was expected, what to do.
  public var description: String {
    switch self {
    case .otherTask(let model, let task):
      """
      \(model) is a model of the task "\(task)"; a language model is needed. `lstm train language` \
      makes one.
      """
    case .tokenizer(let file, let reason):
      "\(file): \(reason) Copy the whole model folder again, or train anew."
    case .vocabularyMismatch(let model, let tokens, let outputs):
      """
      \(model): tokenizer.json has \(tokens) tokens but the network of config.json \(outputs) \
      outputs. The files are of different models: copy the whole folder again.
      """
    case .tooShort(let what, let needed, let found, let remedy):
      "\(what) has \(found) tokens; at least \(needed) are needed. \(remedy)"
    }
  }
}
