import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of all networks of a detector side by side: windows of normal data in an order of chance, each network
/// with its own.
struct ReconstructionProblem: TrainingProblem {
  typealias Model = ReconstructionModel
  typealias Carry = NoCarry

  let data: DetectionSequences
  let training: [SequenceWindow]
  let validation: [SequenceWindow]
  let batchSize: Int
  let seed: UInt64

  /// An epoch is a pass over the windows, of few windows as many passes as make these batches.
  private static let leastBatches = 50

  init(
    _ data: DetectionSequences, training: [SequenceWindow], validation: [SequenceWindow],
    batchSize: Int, seed: UInt64
  ) {
    self.data = data
    self.training = training
    self.validation = validation
    self.batchSize = min(batchSize, max(1, training.count))
    self.seed = seed
  }

  var batchesPerEpoch: Int {
    training.isEmpty ? 0 : max(training.count / batchSize, Self.leastBatches)
  }

  func loss(
    _ model: ReconstructionModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let first = (epoch * batchesPerEpoch + batch) * batchSize
    let losses = model.members.indices.map { member in
      let order = EndlessPasses(
        count: training.count, seed: RandomGenerator.key(seed, UInt64(member)))
      let windows = (first..<first + batchSize).map { training[order[$0]] }
      return model.members[member].loss(
        data.inputs(windows), isObserved: data.observed(windows),
        phase: phase.part(member))
    }
    let mean = losses.dropFirst().reduce(losses[0]) { $0 + $1 } * (1 / Float(losses.count))
    return (mean, NoCarry(), batchSize * losses.count)
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
  var validationCost: Double { Double(validation.count) / Double(batchSize) / 3 }
}
