import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// Where the text comes from that a model is validated on.
public enum ValidationSource: Sendable, Equatable {
  /// This share of the training text, its end.
  case fraction(Double)
  /// A file of its own.
  case file(String)
}

/// What `lstm train language` is asked to do.
public struct LanguageTrainingRequest: Sendable {
  /// Text files, read one after the other; `-` is standard input.
  public var data: [String]
  /// Where validation text comes from.
  public var validation: ValidationSource
  /// Sizes and training options.
  public var options: LanguageOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: [String], validation: ValidationSource = .fraction(0.1),
    options: LanguageOptions = LanguageOptions(), resumes: Bool = false,
    commandLine: [String] = []
  ) {
    self.data = data
    self.validation = validation
    self.options = options
    self.resumes = resumes
    self.commandLine = commandLine
  }
}

/// Training of language models, from text files to a model folder.
public enum LanguageTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - folder: made by `ModelFolder.create`.
  ///   - stop: raised to save and stop.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: LanguageTrainingRequest, into folder: ModelFolder, stop: StopSignal = StopSignal(),
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> LanguageTrainingSummary {
    let checkpoint = request.resumes ? try folder.checkpoint() : nil
    let corpus = try LanguageCorpus(request)
    let options = request.options
    let architecture = LanguageModelArchitecture(
      vocabularySize: corpus.tokenizer.vocabulary.count,
      embeddingSize: options.chosenEmbeddingSize, hiddenSize: options.hiddenSize,
      layerCount: options.layerCount, cell: options.cell, dropout: options.dropout)
    let configuration = ModelConfiguration(
      task: TrainedLanguageModel.task, architecture: architecture.json,
      training: options.json(corpus: corpus))
    try folder.writeConfiguration(configuration)
    try folder.writeVocabulary(
      corpus.tokenizer.description.json, named: TrainedLanguageModel.tokenizerFile)

    var random = RandomGenerator(seed: options.seed)
    let problem = LanguageProblem(
      batches: corpus.batches, validation: corpus.validation, tokenizer: corpus.tokenizer,
      architecture: architecture, seed: options.seed)
    let result = try Trainer(problem, options: options.trainingOptions).fit(
      LanguageModel(architecture, using: &random), identity: configuration.training,
      resume: checkpoint, stop: stop, save: folder.writeCheckpoint, events: events)

    let summary = LanguageTrainingSummary(
      corpus: corpus, architecture: architecture, parameterCount: result.best.parameterCount,
      result: result.summary)
    if !summary.wasInterrupted {
      try folder.writeCard(summary.card(request, folder: folder).markdown)
      try folder.writeWeights(result.best.parameters)
    }
    return summary
  }
}
