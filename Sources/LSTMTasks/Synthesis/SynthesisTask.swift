import LSTMData
import LSTMFormats
import LSTMLayers
import LSTMModels
import LSTMTensor
import LSTMTraining

/// What `lstm train synthesizer` is asked to do.
public struct SynthesisTrainingRequest: Sendable {
  /// The recordings to learn from.
  public var data: SynthesisSource
  /// The share of the recordings to validate on, above 0 and below 1.
  public var validation: Double
  /// Sizes and training options.
  public var options: SynthesisOptions
  /// Whether to go on with the stopped run in the folder.
  public var resumes: Bool
  /// Whether to replace a model that is in the folder.
  public var replaces: Bool
  /// The command as it was typed, for the model card.
  public var commandLine: [String]

  /// A request.
  public init(
    data: SynthesisSource, validation: Double = 0.05,
    options: SynthesisOptions = SynthesisOptions(), resumes: Bool = false,
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

/// Training of synthesisers, from recordings to a model folder.
public enum SynthesisTask {
  /// Trains a model and writes its folder.
  ///
  /// - Parameters:
  ///   - request: what to do.
  ///   - path: the folder. It is found good before the recordings are read; a model that is to be replaced stays until they
  ///     have been.
  ///   - stop: raised to save and stop.
  ///   - planned: receives what was found about the data, in lines, before the network is trained.
  ///   - events: receives everything that happens.
  /// - Throws: a `ReportableError` that says what is wrong and what to do.
  public static func train(
    _ request: SynthesisTrainingRequest, into path: String, stop: StopSignal = StopSignal(),
    planned: ([String]) -> Void = { _ in }, events: (TrainingEvent) -> Void = { _ in }
  ) throws -> SynthesisTrainingSummary {
    let run = try FolderRun(at: path, replaces: request.replaces, resumes: request.resumes) {
      let options = request.options
      let plan = try SynthesisPlan(
        request.data.read(sampleRate: options.sampleRate), validation: request.validation, options)
      return (
        plan,
        ModelConfiguration(
          task: TrainedSynthesizer.task, architecture: plan.architecture.json,
          training: request.options.json(plan))
      )
    }
    let plan = run.plan
    planned(plan.corpus.lines)
    try run.begin(plan.corpus.frames.json, named: TrainedSynthesizer.framesFile)
    let result = try run.fit(
      plan.trainer(request.options), plan.model(request.options), stop: stop, events: events)
    let summary = SynthesisTrainingSummary(
      plan, parameterCount: result.best.parameterCount, result.summary)
    if !summary.wasInterrupted {
      let trained = try TrainedSynthesizer(
        model: result.best, frames: plan.corpus.frames, learned: plan.corpus.training)
      try run.finish(summary.card(request, folder: run.folder), trained.model.parameters)
    }
    return summary
  }
}

/// Everything that a training needs, found good before a file is written.
struct SynthesisPlan: Sendable {
  let corpus: SynthesisCorpus
  let architecture: SynthesisArchitecture
  /// The frames that stand for others, and what speakers said in them; `nil`: the model shall not go on with recordings.
  let codebook: FrameCodebook?
  let streams: ContinuationStreams?

  /// Reads texts and frames.
  ///
  /// - Parameters:
  ///   - recordings: all of them.
  ///   - validation: the share to validate on.
  ///   - options: of the training.
  init(_ recordings: SpokenRecordings, validation: Double, _ options: SynthesisOptions) throws {
    corpus = try SynthesisCorpus(recordings, validation: validation, options)
    if options.continuationSize > 0 {
      var random = RandomGenerator(seed: RandomGenerator.key(options.seed, 0x434F_4445))
      let codebook = Self.codebook(corpus, using: &random)
      streams = Self.streams(corpus, codebook, using: &random)
      self.codebook = codebook
    } else {
      (codebook, streams) = (nil, nil)
    }
    architecture = SynthesisArchitecture(
      unitCount: corpus.frames.units.count, speakerCount: corpus.frames.speakers.count,
      frameSize: corpus.frames.features.melCount, framesPerStep: options.framesPerStep,
      embeddingSize: options.embeddingSize, speakerSize: options.speakerSize,
      latentSize: options.latentSize, hiddenSize: options.hiddenSize,
      layerCount: options.layerCount, dropout: options.dropout,
      continuationSize: options.continuationSize, codeCount: codebook?.codes.shape[0] ?? 1)
    let longest = corpus.training.map(\.stepCount).max() ?? 0
    try TrainingMemory.check(
      parameterCount: architecture.parameterCount,
      steps: longest * options.chosenBatchSize(corpus.training.count),
      row: 2 * architecture.stepSize + 12 * architecture.layerCount * architecture.hiddenSize)
  }

  /// What trains the model.
  func trainer(_ options: SynthesisOptions) -> Trainer<SynthesisProblem> {
    let problem = SynthesisProblem(corpus, streams, options)
    return Trainer(problem, options: options.training(batches: problem.batchesPerEpoch))
  }

  /// The model with new weights.
  func model(_ options: SynthesisOptions) -> SynthesisModel {
    var random = RandomGenerator(seed: options.seed)
    return SynthesisModel(architecture, codebook: codebook, using: &random)
  }

  private static func codebook(
    _ corpus: SynthesisCorpus, using random: inout RandomGenerator
  ) -> FrameCodebook {
    let width = corpus.frames.features.melCount
    let values = corpus.training.flatMap(\.steps)
    return FrameCodebook(
      of: Tensor(values, shape: [values.count / width, width]), using: &random)
  }

  private static func streams(
    _ corpus: SynthesisCorpus, _ codebook: FrameCodebook, using random: inout RandomGenerator
  ) -> ContinuationStreams {
    let width = corpus.frames.features.melCount
    let pauses = corpus.frames.speakers.indices.map { speaker in
      let silence = corpus.frames.normalized(corpus.frames.silence(of: speaker, count: 1))
      return codebook.codes(of: Tensor(silence, shape: [1, width]))[0]
    }
    let recordings = corpus.training.map { utterance in
      let frames = Tensor(utterance.steps, shape: [utterance.steps.count / width, width])
      return (speaker: utterance.speaker, codes: codebook.codes(of: frames))
    }
    return ContinuationStreams(recordings, pause: pauses, using: &random)
  }
}

extension SynthesisOptions {
  /// What a resumed run must agree with, and what `config.json` records of the training.
  fileprivate func json(_ plan: SynthesisPlan) -> JSONValue {
    let count = plan.corpus.training.count
    let size = chosenBatchSize(count)
    let options = training(batches: (count + size - 1) / size)
    return [
      "data": .string("sha256:" + plan.corpus.recordings.digest), "recordings": count.json,
      "validationRecordings": plan.corpus.validation.count.json, "batchSize": size.json,
      "latentWeight": latentWeight.json, "optimizer": .string(optimizer.rawValue),
      "learningRate": options.learningRate.json, "epochs": options.budget.epochs.json,
      "steps": options.budget.steps.json,
      "minutes": options.budget.minutes.map { .number($0) } ?? .null, "patience": patience.json,
      "seed": seed.json,
    ]
  }
}
