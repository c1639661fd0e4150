import LSTMLayers
import LSTMTensor
import LSTMTraining

/// Learning to say recordings, and to go on with them.
struct SynthesisProblem: TrainingProblem {
  typealias Model = SynthesisModel
  typealias Carry = NoCarry

  let training: [Utterance]
  let validation: [Utterance]
  let batches: BucketedBatches
  let latentWeight: Float
  let streams: ContinuationStreams?
  let seed: UInt64

  /// Steps in which units are taken to be of equal length: their mean frames mean nothing yet.
  private static let evenSteps = 60
  /// What a nat of the continuation weighs beside the voice's loss, which is small.
  private static let continuationWeight: Float = 0.1
  private static let scoredRecordings = 64

  init(_ corpus: SynthesisCorpus, _ streams: ContinuationStreams?, _ options: SynthesisOptions) {
    training = corpus.training
    validation = corpus.validation
    batches = BucketedBatches(
      lengths: training.map { ($0.units.count, $0.stepCount) },
      batchSize: options.chosenBatchSize(training.count), seed: options.seed)
    latentWeight = options.latentWeight
    self.streams = streams
    seed = options.seed
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: SynthesisModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let recordings = SynthesisBatch(batches.batch(batch, epoch: epoch).map { training[$0] })
    let voice = model.voice.loss(
      recordings, isEven: epoch * batchesPerEpoch + batch < Self.evenSteps,
      latentWeight: latentWeight,
      phase: phase.part(1))
    var total = voice.total
    if let streams, let continuation = model.continuation {
      let number = UInt64(epoch) << 32 | UInt64(batch)
      var random = RandomGenerator(
        seed: RandomGenerator.key(RandomGenerator.key(seed, 0x434F_4445), number))
      let (codes, targets) = streams.windows(using: &random)
      let states = continuation.model.zeroStates(batchSize: ContinuationStreams.batchSize)
      let nats = continuation.model.loss(
        codes, targets: targets, states: states, phase: phase.part(2)
      ).loss
      total = total + nats * Self.continuationWeight
    }
    return (total, NoCarry(), recordings.stepCounts.reduce(0, +))
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(max(1, batches.batchSize)) / 3 }

  func validate(_ model: SynthesisModel) throws -> ValidationResult? {
    let order = validation.indices.sorted {
      (validation[$0].stepCount, $0) < (validation[$1].stepCount, $1)
    }
    var (total, frames, latent, weight) = (0.0, 0.0, 0.0, 0.0)
    for start in stride(from: 0, to: order.count, by: Self.scoredRecordings) {
      let part = order[start..<min(order.count, start + Self.scoredRecordings)]
      let batch = SynthesisBatch(part.map { validation[$0] })
      let loss = model.voice.loss(
        batch, isEven: false, latentWeight: latentWeight, phase: .inference)
      let steps = Double(batch.stepCounts.reduce(0, +))
      total += steps * Double(loss.total.scalar)
      frames += steps * Double(loss.frames)
      latent += steps * Double(loss.latent)
      weight += steps
    }
    return ValidationResult(
      loss: total / weight,
      metrics: [("frame_error", frames / weight), ("latent_nats", latent / weight)])
  }
}
