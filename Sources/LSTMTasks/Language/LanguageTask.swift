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
  /// The text to learn from.
  public var data: TextSource
  /// Where validation text comes from.
  public var validation: ValidationSource
  /// Sizes and training options.
  public var options: LanguageOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: TextSource, validation: ValidationSource = .fraction(0.1),
    options: LanguageOptions = LanguageOptions(), resumes: Bool = false, replaces: Bool = false,
    commandLine: [String] = []
  ) {
    self.data = data
    self.validation = validation
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of language models, from text to a model folder.
public enum LanguageTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - path: the folder. It is found good before the data are read; a model that is to be replaced
  ///     stays until they have been.
  ///   - stop: raised to save and stop.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: LanguageTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    events: (TrainingEvent) -> Void = { _ in }
  ) throws -> LanguageTrainingSummary {
    let options = request.options
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let plan = try LanguageTrainingPlan(request)
      return (
        plan,
        ModelConfiguration(
          task: TrainedLanguageModel.task, architecture: plan.architecture.json,
          training: options.json(corpus: plan.corpus))
      )
    }
    let (plan, corpus) = (run.plan, run.plan.corpus)
    try run.begin(
      corpus.tokenizer.description.json, named: TrainedLanguageModel.tokenizerFile)
    var random = RandomGenerator(seed: options.seed)
    let problem = LanguageProblem(
      batches: corpus.batches, validation: corpus.validation, tokenizer: corpus.tokenizer,
      architecture: plan.architecture, options: options)
    let result = try run.fit(
      Trainer(problem, options: options.trainingOptions),
      LanguageModel(plan.architecture, tokens: options.embeddingInitializer, using: &random),
      stop: stop, events: events)

    let ngrams = KneserNeyModel(
      trainingOn: corpus.batches.tokens, vocabularySize: corpus.tokenizer.vocabulary.count,
      order: KneserNeyModel.order(for: corpus.tokenizer))
    let summary = LanguageTrainingSummary(
      corpus: corpus, architecture: plan.architecture, parameterCount: result.best.parameterCount,
      result: result.summary, ngramNats: ngrams.natsPerToken(corpus.validation))
    if !summary.wasInterrupted {
      try ngrams.write(to: run.folder)
      try run.finish(summary.card(request, folder: run.folder), result.best.parameters)
    }
    return summary
  }
}
