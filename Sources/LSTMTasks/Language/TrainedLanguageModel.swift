import Foundation
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
    try Self.checkSize(architecture, folder)
    model = LanguageModel(unset: architecture)
    try folder.loadWeights(into: &model)
  }

  /// Memory that may be taken for a network before its weights are known to be there: 64 MiB.
  private static let freeByteCount = 1 << 26

  /// Compares what config.json claims with the weights before much memory is taken for it.
  ///
  /// That the two agree exactly is checked when the weights are read.
  private static func checkSize(
    _ architecture: LanguageModelArchitecture, _ folder: ModelFolder
  ) throws {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder.weightsPath)
    guard let size = attributes?[.size] as? Int else { return }
    let needed = architecture.parameterCount
    let possible = (size + Self.freeByteCount) / MemoryLayout<Float>.stride
    guard let needed, needed <= possible else {
      throw LanguageError.parameterMismatch(
        model: folder.path, byteCount: size, parameterCount: needed)
    }
  }

  /// The n-gram model of the text that the model learned from; `nil` in a folder from before there was one.
  ///
  /// - Throws: ``KneserNeyError`` and what a damaged file throws.
  public func ngrams(in folder: ModelFolder) throws -> KneserNeyModel? {
    try KneserNeyModel(contentsOf: folder, vocabularySize: tokenizer.vocabulary.count)
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
  /// The file of the weights is too short for the network that `config.json` describes.
  case parameterMismatch(model: String, byteCount: Int, parameterCount: Int?)
  /// An option that the cell does not have; `others` have it.
  case optionOfOtherCell(option: String, cell: String, others: [String])
  /// An embedding that an output layer tied to it cannot read hidden states with.
  case tiedSizes(embedding: Int, features: Int)
  /// One learning rate that is halved, and averaging, which wants it constant.
  case twoSchedules
  /// A learning rate that is halved with each epoch, in a run that is not measured in epochs.
  case holdWithoutEpochs
  /// Too little text to train on or to score.
  case tooShort(what: String, needed: Int, found: Int, remedy: String)

  /// Bad data, or options that ask for too much.
  public var kind: FailureKind {
    switch self {
    case .optionOfOtherCell, .tiedSizes, .twoSchedules, .holdWithoutEpochs: .usage
    default: .badData
    }
  }

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
    case .parameterMismatch(let model, let byteCount, let parameterCount):
      """
      \(model): model.safetensors has \(byteCount) bytes, too few for the \
      \(parameterCount.map { "\($0) " } ?? "uncountable ")parameters of the network of config.json. \
      One of them is damaged or of another model: copy the whole folder again.
      """
    case .optionOfOtherCell(let option, let cell, let others):
      """
      \(option) does not go with the cell, and --cell is \(cell): leave it out, or choose one of \
      \(others.joined(separator: ", ")).
      """
    case .tiedSizes(let embedding, let features):
      """
      --tied makes the embedding the output layer's weight, which reads hidden states of \(features) features, and \
      --embedding is \(embedding): leave it out, or let --projection make hidden states as wide.
      """
    case .twoSchedules:
      """
      --hold-epochs halves the learning rate and --average-after keeps it: use one of them.
      """
    case .holdWithoutEpochs:
      """
      --hold-epochs halves the learning rate with each epoch, and the end of the run is not set in epochs: add --epochs.
      """
    case .tooShort(let what, let needed, let found, let remedy):
      "\(what) has \(found) token\(found == 1 ? "" : "s"); at least \(needed) are needed. \(remedy)"
    }
  }
}
