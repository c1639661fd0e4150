import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train translator` is asked to do.
public struct TranslationTrainingRequest: Sendable {
  /// The pairs to learn from.
  public var data: TranslationSource
  /// Where validation pairs come from.
  public var validation: TranslationValidation
  /// Sizes and training options.
  public var options: TranslationOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: TranslationSource, validation: TranslationValidation = .fraction(0.03),
    options: TranslationOptions = TranslationOptions(), resumes: Bool = false,
    replaces: Bool = false, commandLine: [String] = []
  ) {
    self.data = data
    self.validation = validation
    self.options = options
    self.resumes = resumes
    self.replaces = replaces
    self.commandLine = commandLine
  }
}

/// Training of translators, from pairs to a model folder.
public enum TranslationTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - path: the folder. It is found good before the data are read; a model that is to be replaced stays until they have
  ///     been.
  ///   - stop: raised to save and stop.
  ///   - planned: receives what was found about the data, in lines, before the network is trained.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: TranslationTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> TranslationTrainingSummary {
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let plan = try TranslationPlan(request)
      return (
        plan,
        ModelConfiguration(
          task: TrainedTranslator.task, architecture: plan.architecture.json,
          training: request.options.json(plan.corpus))
      )
    }
    let plan = run.plan
    planned(plan.corpus.lines)
    try run.begin(
      plan.corpus.tokenizer.description.json, named: TrainedTranslator.tokenizerFile)
    var random = RandomGenerator(seed: request.options.seed)
    let problem = TranslationProblem(plan.corpus, plan.architecture, request.options)
    let training = request.options.training(batches: problem.batchesPerEpoch)
    let result = try run.fit(
      Trainer(problem, options: training), TranslationModel(plan.architecture, using: &random),
      stop: stop, events: events)
    let isDone = result.summary.reason != .interrupted
    let trained = TrainedTranslator(model: result.best, tokenizer: plan.corpus.tokenizer)
    let summary = TranslationTrainingSummary(
      plan, parameterCount: result.best.parameterCount, result.summary,
      report: isDone ? trained.evaluate(plan.validationText) : nil)
    if isDone {
      try run.finish(summary.card(request, folder: run.folder), result.best.parameters)
    }
    return summary
  }
}

/// Everything that a training needs, found good before a file is written.
struct TranslationPlan: Sendable {
  let corpus: TranslationCorpus
  let architecture: TranslationArchitecture

  /// Pairs of the validation part that are translated when training is done.
  private static let translatedPairs = 200

  init(_ request: TranslationTrainingRequest) throws {
    let options = request.options
    corpus = try TranslationCorpus(request.data, validation: request.validation, options)
    architecture = TranslationArchitecture(
      vocabularySize: corpus.tokenizer.vocabulary.count, embeddingSize: options.embeddingSize,
      hiddenSize: options.hiddenSize, layerCount: options.layerCount, score: options.score,
      feedsInput: options.feedsInput, dropout: options.dropout)
    let batch = options.chosenBatchSize(corpus.training.count)
    try TrainingMemory.check(
      parameterCount: architecture.parameterCount, steps: batch,
      row: 2 * architecture.classCount + 12 * architecture.layerCount * architecture.hiddenSize)
  }

  /// The first validation pairs as text.
  var validationText: ParallelText {
    func text(_ tokens: [Int32]) -> [UInt8] {
      Array(TranslationText.restored(corpus.tokenizer.decode(tokens)).utf8)
    }
    return ParallelText(
      pairs: corpus.validation.prefix(Self.translatedPairs).map {
        .init(source: text($0.source), target: text($0.target))
      })
  }
}

extension TranslationOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ corpus: TranslationCorpus) -> JSONValue {
    let size = chosenBatchSize(corpus.training.count)
    let options = training(batches: (corpus.training.count + size - 1) / size)
    return [
      "data": .string("sha256:" + corpus.text.digest), "pairs": corpus.training.count.json,
      "validationPairs": corpus.validation.count.json, "batchSize": size.json,
      "smoothing": smoothing.json, "longest": longest.json,
      "optimizer": .string(optimizer.rawValue), "learningRate": options.learningRate.json,
      "epochs": options.budget.epochs.json, "steps": options.budget.steps.json,
      "minutes": options.budget.minutes.map { .number($0) } ?? .null,
      "patience": patience.json, "seed": seed.json,
    ]
  }
}
