import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of the networks over the simple forecasts: windows in an order of chance, the quantile loss.
struct ForecastProblem: TrainingProblem {
  typealias Model = ForecastModel
  typealias Carry = NoCarry

  let data: ForecastData
  let training: [ForecastWindow]
  let validation: [ForecastWindow]
  let bases: [LinearForecast]
  let batchSize: Int
  let seed: UInt64

  static let levels = QuantileForecast.levels.map { Float($0) }
  /// An epoch is a pass over the windows, of few windows as many passes as make these batches.
  private static let leastBatches = 50

  init(
    _ data: ForecastData, training: [ForecastWindow], validation: [ForecastWindow],
    bases: [LinearForecast], batchSize: Int, seed: UInt64
  ) {
    self.data = data
    self.training = training
    self.validation = validation
    self.bases = bases
    self.batchSize = min(batchSize, max(1, training.count))
    self.seed = seed
  }

  var batchesPerEpoch: Int {
    training.isEmpty ? 0 : max(training.count / batchSize, Self.leastBatches)
  }

  func loss(
    _ model: ForecastModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    let first = (epoch * batchesPerEpoch + batch) * batchSize
    let kinds = model.architecture.memberNetworks
    var losses: [Tensor] = []
    for member in model.members.indices {
      let order = EndlessPasses(
        count: training.count, seed: RandomGenerator.key(seed, UInt64(member)))
      let windows = (first..<first + batchSize).map { training[order[$0]] }
      let base = bases[model.architecture.networks[kinds[member]].base]
      // The base's weights are constants here, whatever the model's copy of them is.
      let rest = data.targets(windows) - base(windows, data)
      losses.append(
        quantileLoss(
          model.residual(member, windows, data, phase: phase.part(member)), rest,
          levels: Self.levels))
    }
    let mean = losses.dropFirst().reduce(losses[0]) { $0 + $1 } * (1 / Float(losses.count))
    return (mean, NoCarry(), batchSize)
  }

  /// The loss of the kind of network that is best: the others may not take part in the forecast.
  func validate(_ model: ForecastModel) throws -> ValidationResult? {
    guard !validation.isEmpty else { return nil }
    var sums = Array(repeating: QuantileLossSum(), count: model.architecture.componentCount)
    for start in stride(from: 0, to: validation.count, by: ForecastModel.batchSize) {
      let windows = Array(
        validation[start..<min(validation.count, start + ForecastModel.batchSize)])
      let targets = data.targets(windows).values
      for (place, part) in model.components(windows, data).enumerated() {
        sums[place].add(part, targets)
      }
    }
    let losses = sums.suffix(model.architecture.networks.count).map(\.mean)
    return losses.min().map { ValidationResult(loss: $0) }
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(batchSize) / 3 }
}
