import LSTMData
import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a recogniser side by side: connectionist temporal classification.
struct RecognizerProblem: TrainingProblem {
  typealias Model = RecognizerModel
  typealias Carry = NoCarry

  let training: SpeechCorpus
  let validation: SpeechCorpus?
  let seed: UInt64
  private let batches: WindowBatches<Int>

  /// Batches of an epoch at least: few recordings are passed over several times.
  static let leastBatches = 20
  private static let scoredUtterances = 32

  init(
    training: SpeechCorpus, validation: SpeechCorpus?, batchSize: Int, seed: UInt64
  ) {
    self.training = training
    self.validation = validation
    self.seed = seed
    batches = WindowBatches(
      Array(training.utterances.indices), batchSize: batchSize, leastCount: Self.leastBatches,
      seed: seed)
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: RecognizerModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    var units = 0
    let losses = model.members.indices.map { member in
      let chosen = batches.batch(batch, epoch: epoch, member: member)
      let first = RandomGenerator.key(
        RandomGenerator.key(seed, UInt64(member)), UInt64(epoch * batches.count + batch))
      let keys = chosen.indices.map { RandomGenerator.key(first, UInt64($0)) }
      let (inputs, targets) = training.varied(chosen, keys: keys)
      units += chosen.count
      return model.members[member](inputs, phase: phase.part(member)).ctcLoss(
        targets: targets, lengths: inputs.lengths, blank: SpeechUnits.blank,
        normalization: .units
      ).value
    }
    return (losses.meanLoss, NoCarry(), units)
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double {
    Double(validation?.utterances.count ?? 0) / Double(max(1, batches.batchSize)) / 3
  }

  /// The mean −ln p of a unit, and how many words each network gets wrong.
  func validate(_ model: RecognizerModel) throws -> ValidationResult? {
    guard let validation else { return nil }
    let order = validation.utterances.indices.sorted {
      let (a, b) = (validation.utterances[$0], validation.utterances[$1])
      return (a.waveform.samples.count, $0) < (b.waveform.samples.count, $1)
    }
    var (sum, units, words) = (0.0, 0, ErrorCounts())
    for start in stride(from: 0, to: order.count, by: Self.scoredUtterances) {
      let chosen = Array(order[start..<min(order.count, start + Self.scoredUtterances)])
      let (batch, targets) = validation.batch(chosen)
      for member in model.members {
        let logits = member(batch, phase: .inference)
        let nats = logits.ctcLoss(
          targets: targets, lengths: batch.lengths, blank: SpeechUnits.blank, normalization: .none
        ).nats
        for (nats, target) in zip(nats, targets) where nats.isFinite {
          sum += nats
          units += max(1, target.count)
        }
        words += errors(logits, batch.lengths, targets)
      }
    }
    guard units > 0 else { return nil }
    return ValidationResult(
      loss: sum / Double(units), metrics: [("word error rate", words.rate)])
  }

  private func errors(_ logits: Tensor, _ lengths: [Int], _ targets: [[Int32]]) -> ErrorCounts {
    var counts = ErrorCounts()
    let units = training.features.units
    for (place, target) in targets.enumerated() {
      var decoder = GreedyDecoder(blank: SpeechUnits.blank)
      decoder.read(logits.utterance(place, length: lengths[place]))
      counts +=
        TranscriptAlignment(
          reference: units.text(of: target),
          hypothesis: units.text(of: decoder.units.map(\.unit))
        ).counts
    }
    return counts
  }
}

extension Tensor {
  /// The first steps [T, V] of one of the sequences of [T, N, V].
  func utterance(_ place: Int, length: Int) -> Tensor {
    let (count, width) = (shape[1], shape[2])
    let values = values
    var rows: [Float] = []
    rows.reserveCapacity(length * width)
    for step in 0..<length {
      let start = (step * count + place) * width
      rows += values[start..<start + width]
    }
    return Tensor(rows, shape: [length, width])
  }
}
