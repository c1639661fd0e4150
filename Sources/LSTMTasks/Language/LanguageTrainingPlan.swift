import LSTMData

/// Everything that a training needs, found good before a file is written.
struct LanguageTrainingPlan: Sendable {
  let corpus: LanguageCorpus
  let architecture: LanguageModelArchitecture

  init(_ request: LanguageTrainingRequest) throws {
    try request.options.check()
    corpus = try LanguageCorpus(request)
    let options = request.options
    architecture = LanguageModelArchitecture(
      vocabularySize: corpus.tokenizer.vocabulary.count,
      embeddingSize: options.chosenEmbeddingSize, hiddenSize: options.hiddenSize,
      layerCount: options.layerCount, cell: options.cell, dropout: options.dropout,
      cellOptions: options.cellOptions, isTied: options.isTied)
    try TrainingMemory.check(
      parameterCount: architecture.parameterCount,
      steps: corpus.batches.batchSize * corpus.batches.sequenceLength,
      row: 2 * architecture.vocabularySize + architecture.embeddingSize
        + 6 * architecture.layerCount * architecture.hiddenSize)
  }
}
