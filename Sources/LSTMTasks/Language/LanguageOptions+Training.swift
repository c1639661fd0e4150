import LSTMData
import LSTMFormats
import LSTMTraining

extension LanguageOptions {
  /// The options in the trainer's words.
  var trainingOptions: TrainingOptions {
    TrainingOptions(
      budget: TrainingBudget(
        epochs: isOpenEnded ? Self.defaultEpochs : budget.epochs, steps: budget.steps,
        minutes: budget.minutes),
      optimizer: optimizer, learningRate: learningRate, seed: seed, patience: patience)
  }

  /// What a resumed run must agree with, and what `config.json` records of the training.
  func json(corpus: LanguageCorpus) -> JSONValue {
    let options = trainingOptions
    func optional(_ value: Int?) -> JSONValue { value.map(\.json) ?? .null }
    return [
      "data": .array(
        corpus.sources.map {
          ["role": .string($0.role), "bytes": $0.byteCount.json, "sha256": .string($0.digest)]
        }),
      "tokens": .string(units.name), "vocabularyLimit": optional(units.limit),
      "validationTokens": corpus.validation.count.json,
      "batchSize": corpus.batches.batchSize.json,
      "sequenceLength": corpus.batches.sequenceLength.json,
      "dropout": dropout.json, "optimizer": .string(optimizer.rawValue),
      "learningRate": options.learningRate.json,
      "epochs": optional(options.budget.epochs), "steps": optional(options.budget.steps),
      "minutes": options.budget.minutes.map { .number($0) } ?? .null,
      "patience": optional(patience), "seed": seed.json,
    ]
  }
}
