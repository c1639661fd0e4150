import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a detector of events side by side: windows of entities' histories in an order of chance,
/// each network with its own.
struct EventProblem: TrainingProblem {
  typealias Model = EventModel
  typealias Carry = NoCarry

  let data: EventData
  let batches: WindowBatches<EventData.Window>
  let validation: [EventData.Window]
  let positiveWeight: Float

  init(
    _ data: EventData, training: [EventData.Window], validation: [EventData.Window],
    batchSize: Int, positiveWeight: Float, seed: UInt64
  ) {
    self.data = data
    batches = WindowBatches(training, batchSize: batchSize, leastCount: 25, seed: seed)
    self.validation = validation
    self.positiveWeight = positiveWeight
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: EventModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    var units = 0
    let losses = model.members.indices.map { member in
      let windows = batches.batch(batch, epoch: epoch, member: member)
      units += windows.reduce(0) { $0 + $1.events.count }
      return model.loss(
        of: member, windows, data, positiveWeight: positiveWeight, phase: phase.part(member))
    }
    return (losses.meanLoss, NoCarry(), units)
  }

  /// The loss on events behind those that are learned from.
  func validate(_ model: EventModel) throws -> ValidationResult? {
    guard !validation.isEmpty else { return nil }
    var (sum, weight) = (0.0, 0.0)
    for start in stride(from: 0, to: validation.count, by: EventModel.batchSize) {
      let windows = Array(validation[start..<min(validation.count, start + EventModel.batchSize)])
      // Each batch's mean counts by what it is a mean of.
      let events = data.scored(windows)
      let total = events.reduce(0.0) { sum, scored in
        let label = Double(data.labels[scored.event])
        guard model.architecture.isSupervised else { return sum + 1 }
        return label.isNaN ? sum : sum + 1 + (Double(positiveWeight) - 1) * label
      }
      for member in model.members.indices {
        let loss = model.loss(
          of: member, windows, data, positiveWeight: positiveWeight, phase: .inference)
        sum += Double(loss.scalar) * total
        weight += total
      }
    }
    return weight > 0 ? ValidationResult(loss: sum / weight) : nil
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(batches.batchSize) / 3 }
}
