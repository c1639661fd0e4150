import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor

/// A translator with the tokenizer that it was trained with.
///
/// ```swift
/// let translator = try TrainedTranslator(contentsOf: folder)
/// translator.translate(["A dog runs."]).first?.first?.text
/// ```
public struct TrainedTranslator: Sendable {
  /// The name of the task in `config.json`.
  public static let task = "translator"
  /// The file of the tokenizer in a model folder.
  static let tokenizerFile = "tokenizer.json"

  /// The network.
  public let model: TranslationModel
  /// What turns sentences of both languages into tokens and back.
  public let tokenizer: BytePairTokenizer
  let prepared: PreparedTranslator

  init(model: TranslationModel, tokenizer: BytePairTokenizer) {
    self.model = model
    self.tokenizer = tokenizer
    prepared = PreparedTranslator(model)
  }

  /// Reads a model folder.
  ///
  /// - Throws: a `ReportableError` that names the file and what is wrong with it.
  public init(contentsOf folder: ModelFolder) throws {
    let configuration = try folder.configuration()
    guard configuration.task == Self.task else {
      throw TranslationError.otherTask(model: folder.path, task: configuration.task)
    }
    let architecture = try TranslationArchitecture(
      json: JSONReader(configuration.architecture, document: "\(folder.path)/config.json"))
    let path = "\(folder.path)/\(Self.tokenizerFile)"
    let description = try TokenizerDescription(
      json: JSONReader(try folder.vocabulary(named: Self.tokenizerFile), document: path))
    let tokenizer = try BytePairTokenizer(description: description)
    guard tokenizer.vocabulary.count == architecture.vocabularySize else {
      throw TranslationError.vocabularyMismatch(
        model: folder.path, tokens: tokenizer.vocabulary.count,
        outputs: architecture.vocabularySize)
    }
    var model = TranslationModel(unset: architecture)
    try folder.loadWeights(into: &model)
    self.init(model: model, tokenizer: tokenizer)
  }

  /// Tokens of a sentence beyond which it is not read.
  public static let longest = 1000

  func tokens(_ sentence: String) -> [Int32] {
    tokenizer.encode(TranslationText.prepared(Array(sentence.utf8).trimmed))
  }
}
