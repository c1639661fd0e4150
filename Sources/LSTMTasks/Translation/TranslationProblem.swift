import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Learning to write each token of a target from the source and the tokens before it.
struct TranslationProblem: TrainingProblem {
  typealias Model = TranslationModel
  typealias Carry = NoCarry

  let training: [TokenPair]
  let validation: [TokenPair]
  let batches: BucketedBatches
  let smoothing: Float
  let boundary: Int32

  init(
    _ corpus: TranslationCorpus, _ architecture: TranslationArchitecture,
    _ options: TranslationOptions
  ) {
    training = corpus.training
    validation = corpus.validation
    batches = BucketedBatches(
      corpus.training, batchSize: options.chosenBatchSize(corpus.training.count),
      seed: options.seed)
    smoothing = options.smoothing
    boundary = architecture.boundary
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: TranslationModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let pairs = batches.batch(batch, epoch: epoch).map { training[$0] }
    let sentences = TranslationBatch(pairs, boundary: boundary)
    return (
      model.loss(sentences, smoothing: smoothing, phase: phase), NoCarry(), sentences.targetCount
    )
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(max(1, batches.batchSize)) / 3 }

  func validate(_ model: TranslationModel) throws -> ValidationResult? {
    let nats = model.natsPerToken(validation)
    return ValidationResult(loss: nats, metrics: [("perplexity", exponential(nats))])
  }
}

extension TranslationModel {
  private static let scoredPairs = 64

  /// The mean −ln p of the tokens of targets, their ends included, from their sources.
  func natsPerToken(_ pairs: [TokenPair]) -> Double {
    // By length, so that little is read behind the end of sentences.
    let order = pairs.indices.sorted {
      (pairs[$0].target.count, $0) < (pairs[$1].target.count, $1)
    }
    var (total, count) = (0.0, 0)
    for start in stride(from: 0, to: order.count, by: Self.scoredPairs) {
      let part = order[start..<min(order.count, start + Self.scoredPairs)].map { pairs[$0] }
      let batch = TranslationBatch(part, boundary: architecture.boundary)
      let mean = loss(batch, smoothing: 0, phase: .inference).scalar
      total += Double(mean) * Double(batch.targetCount)
      count += batch.targetCount
    }
    return total / Double(max(1, count))
  }
}
