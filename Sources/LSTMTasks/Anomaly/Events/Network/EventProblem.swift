import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a detector of events side by side: windows of entities' histories in an order of chance,
/// each network with its own.
struct EventProblem: TrainingProblem {
  typealias Model = EventModel
  typealias Carry = NoCarry

  let data: EventData
  let training: [EventData.Window]
  let validation: [EventData.Window]
  let batchSize: Int
  let positiveWeight: Float
  let seed: UInt64

  /// An epoch is a pass over the windows, of few windows as many passes as make these batches.
  private static let leastBatches = 25

  init(
    _ data: EventData, training: [EventData.Window], validation: [EventData.Window],
    batchSize: Int, positiveWeight: Float, seed: UInt64
  ) {
    self.data = data
    self.training = training
    self.validation = validation
    self.batchSize = min(batchSize, max(1, training.count))
    self.positiveWeight = positiveWeight
    self.seed = seed
  }

  var batchesPerEpoch: Int {
    training.isEmpty ? 0 : max(training.count / batchSize, Self.leastBatches)
  }

  func loss(
    _ model: EventModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let first = (epoch * batchesPerEpoch + batch) * batchSize
    var units = 0
    let losses = model.members.indices.map { member in
      let order = EndlessPasses(
        count: training.count, seed: RandomGenerator.key(seed, UInt64(member)))
      let windows = (first..<first + batchSize).map { training[order[$0]] }
      units += windows.reduce(0) { $0 + $1.events.count }
      return model.loss(
        of: member, windows, data, positiveWeight: positiveWeight, phase: phase.part(member))
    }
    let mean = losses.dropFirst().reduce(losses[0]) { $0 + $1 } * (1 / Float(losses.count))
    return (mean, NoCarry(), units)
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
  var validationCost: Double { Double(validation.count) / Double(batchSize) / 3 }
}
