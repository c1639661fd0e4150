import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a detector side by side: windows of normal data in an order of chance, each network
/// with its own.
struct ReconstructionProblem: TrainingProblem {
  typealias Model = ReconstructionModel
  typealias Carry = NoCarry

  let data: DetectionSequences
  let batches: WindowBatches<SequenceWindow>
  let validation: [SequenceWindow]

  init(
    _ data: DetectionSequences, training: [SequenceWindow], validation: [SequenceWindow],
    batchSize: Int, seed: UInt64
  ) {
    self.data = data
    batches = WindowBatches(training, batchSize: batchSize, seed: seed)
    self.validation = validation
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: ReconstructionModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let losses = model.members.indices.map { member in
      let windows = batches.batch(batch, epoch: epoch, member: member)
      return model.members[member].loss(
        data.inputs(windows), isObserved: data.observed(windows),
        phase: phase.part(member))
    }
    return (losses.meanLoss, NoCarry(), batches.batchSize * losses.count)
  }

  /// The mean squared error on normal windows that no network learns from.
  func validate(_ model: ReconstructionModel) throws -> ValidationResult? {
    guard !validation.isEmpty else { return nil }
    var (sum, count) = (0.0, 0.0)
    for start in stride(from: 0, to: validation.count, by: ReconstructionModel.batchSize) {
      let end = min(validation.count, start + ReconstructionModel.batchSize)
      let windows = Array(validation[start..<end])
      let inputs = data.inputs(windows)
      let observed = data.observed(windows)
      let weight = Double(windows.count)
      for member in model.members {
        let loss = member.loss(inputs, isObserved: observed, phase: .inference)
        sum += Double(loss.scalar) * weight
        count += weight
      }
    }
    return ValidationResult(loss: sum / count)
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(batches.batchSize) / 3 }
}
