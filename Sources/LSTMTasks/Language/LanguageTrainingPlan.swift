import Foundation
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
    try Self.checkMemory(
      architecture, steps: corpus.batches.batchSize * corpus.batches.sequenceLength)
  }

  /// Refuses what this machine cannot hold, before memory runs out in the middle of it.
  private static func checkMemory(_ architecture: LanguageModelArchitecture, steps: Int) throws {
    let memory = ProcessInfo.processInfo.physicalMemory
    let needed = architecture.trainingByteCount(steps: steps)
    guard let needed, needed <= memory else {
      throw LanguageError.tooLarge(byteCount: needed, memory: memory)
    }
  }
}

extension LanguageModelArchitecture {
  /// Memory that a training takes at least: weights, gradients, two moments and the activations of
  /// one batch; `nil` if it is more than can be counted.
  ///
  /// - Parameter steps: time steps of all sequences of a batch, T · N.
  func trainingByteCount(steps: Int) -> UInt64? {
    guard let parameterCount else { return nil }
    // No overflow here: the parameters could be counted, and they are more.
    let row = 2 * vocabularySize + embeddingSize + layerCount * 6 * hiddenSize
    let (activations, overflow) = steps.multipliedReportingOverflow(by: row)
    let (numbers, overflow2) = activations.addingReportingOverflow(4 * parameterCount)
    let (bytes, overflow3) = numbers.multipliedReportingOverflow(by: 4)
    return overflow || overflow2 || overflow3 ? nil : UInt64(exactly: bytes)
  }
}
