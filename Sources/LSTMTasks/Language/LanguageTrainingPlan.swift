import LSTMData
import LSTMFormats
import LSTMModels
import LSTMTraining

/// Everything that a training needs, found good before a file is written.
struct LanguageTrainingPlan: Sendable {
  let corpus: LanguageCorpus
  let architecture: LanguageModelArchitecture
  let configuration: ModelConfiguration
  /// Where the run goes on; `nil`: it begins.
  let checkpoint: Checkpoint?

  init(_ request: LanguageTrainingRequest, in folder: ModelFolder) throws {
    try request.options.check()
    checkpoint = request.resumes ? try folder.checkpoint() : nil
    corpus = try LanguageCorpus(request)
    let options = request.options
    architecture = LanguageModelArchitecture(
      vocabularySize: corpus.tokenizer.vocabulary.count,
      embeddingSize: options.chosenEmbeddingSize, hiddenSize: options.hiddenSize,
      layerCount: options.layerCount, cell: options.cell, dropout: options.dropout,
      cellOptions: options.cellOptions, isTied: options.isTied)
    configuration = ModelConfiguration(
      task: TrainedLanguageModel.task, architecture: architecture.json,
      training: options.json(corpus: corpus))
    if request.resumes, folder.hasConfiguration {
      // A run that was stopped before its first checkpoint has said here what it is.
      try RunIdentity.check(
        saved: JSONReader(
          try folder.configuration().identity, document: folder.configurationPath),
        wanted: configuration.identity)
    }
    try TrainingMemory.check(
      parameterCount: architecture.parameterCount,
      steps: corpus.batches.batchSize * corpus.batches.sequenceLength,
      row: 2 * architecture.vocabularySize + architecture.embeddingSize
        + 6 * architecture.layerCount * architecture.hiddenSize)
  }
}
