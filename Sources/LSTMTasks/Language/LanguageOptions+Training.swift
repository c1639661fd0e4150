import LSTMData
import LSTMFormats
import LSTMTraining

extension LanguageOptions {
  /// The options in the trainer's words.
  var trainingOptions: TrainingOptions {
    let budget = TrainingBudget(
      epochs: isOpenEnded ? Self.defaultEpochs : budget.epochs, steps: budget.steps,
      minutes: budget.minutes)
    var options = TrainingOptions(
      budget: budget, optimizer: optimizer, learningRate: learningRate, clipNorm: clipNorm,
      seed: seed, patience: patience)
    if let averagingPatience {
      options.schedule = .constant
      options.averaging = .nonMonotonic(patience: averagingPatience)
    }
    if let holdEpochs, let epochs = budget.epochs {
      options.schedule = .holdThenStep(
        hold: Double(holdEpochs) / Double(epochs), factor: 0.5, interval: 1 / Double(epochs))
    }
    return options
  }

  /// Refuses options that do not go together, before the data are read.
  ///
  /// - Throws: ``LanguageError``.
  func check() throws {
    if let refused = cell.refused(of: cellOptions).first {
      let others = CellKind.allCases.filter { !$0.refused(of: cellOptions).contains(refused) }
      throw LanguageError.optionOfOtherCell(
        option: refused, cell: cell.rawValue, others: others.map(\.rawValue))
    }
    let features = cellOptions.projectionSize ?? hiddenSize
    if isTied, chosenEmbeddingSize != features {
      throw LanguageError.tiedSizes(embedding: chosenEmbeddingSize, features: features)
    }
    if holdEpochs != nil, averagingPatience != nil { throw LanguageError.twoSchedules }
    if holdEpochs != nil, budget.epochs == nil, !isOpenEnded {
      throw LanguageError.holdWithoutEpochs
    }
  }

  static let recipeMembers = [
    "activationPenalty", "changePenalty", "variesLength", "holdEpochs", "averagingPatience",
    "clipNorm",
  ]

  /// What of the recipe differs from the usual one: a run without any of it is recorded as before there was any.
  private var recipe: [(String, JSONValue)] {
    // Not `nil`, which would be JSON's null.
    func positive(_ value: Float) -> JSONValue? { value > 0 ? value.json : JSONValue?.none }
    let values: [JSONValue?] = [
      positive(activationPenalty.size), positive(activationPenalty.change),
      variesLength ? .boolean(true) : JSONValue?.none, holdEpochs?.json, averagingPatience?.json,
      clipNorm == 1 ? JSONValue?.none : clipNorm.json,
    ]
    return zip(Self.recipeMembers, values).compactMap { name, value in value.map { (name, $0) } }
  }

  /// What a resumed run must agree with, and what `config.json` records of the training.
  func json(corpus: LanguageCorpus) -> JSONValue {
    let options = trainingOptions
    func optional(_ value: Int?) -> JSONValue { value.map(\.json) ?? .null }
    let members: [(String, JSONValue)] = [
      (
        "data",
        .array(
          corpus.sources.map {
            ["role": .string($0.role), "bytes": $0.byteCount.json, "sha256": .string($0.digest)]
          })
      ),
      ("tokens", .string(units.name)), ("vocabularyLimit", optional(units.limit)),
      ("validationTokens", corpus.validation.count.json),
      ("batchSize", corpus.batches.batchSize.json),
      ("sequenceLength", corpus.batches.sequenceLength.json),
      ("dropout", dropout.rate.json), ("optimizer", .string(optimizer.rawValue)),
      ("learningRate", options.learningRate.json),
      ("epochs", optional(options.budget.epochs)), ("steps", optional(options.budget.steps)),
      ("minutes", options.budget.minutes.map { .number($0) } ?? .null),
      ("patience", optional(patience)), ("seed", seed.json),
    ]
    return .object(JSONObject(members + recipe))
  }
}
