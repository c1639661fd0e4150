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
    if let reader = reader(model) {
      let losses = model.autoregressive.enumerated().map { member, network in
        network.loss(
          windows(from: first, member: member), reader, contextCounts: true,
          phase: phase.part(member))
      }
      return (Self.mean(losses), NoCarry(), batchSize)
    }
    let kinds = model.architecture.memberNetworks
    var losses: [Tensor] = []
    for member in model.members.indices {
      let windows = windows(from: first, member: member)
      let base = bases[model.architecture.networks[kinds[member]].base]
      // The base's weights are constants here, whatever the model's copy of them is.
      let rest = data.targets(windows) - base(windows, data)
      losses.append(
        quantileLoss(
          model.residual(member, windows, data, phase: phase.part(member)), rest,
          levels: Self.levels))
    }
    return (Self.mean(losses), NoCarry(), batchSize)
  }

  /// A batch of a member's endless passes over all windows.
  private func windows(from first: Int, member: Int) -> [ForecastWindow] {
    let order = EndlessPasses(
      count: training.count, seed: RandomGenerator.key(seed, UInt64(member)))
    return (first..<first + batchSize).map { training[order[$0]] }
  }

  private static func mean(_ losses: [Tensor]) -> Tensor {
    losses.dropFirst().reduce(losses[0]) { $0 + $1 } * (1 / Float(losses.count))
  }

  /// How networks read that draw the future step by step; `nil`: they say quantiles.
  private func reader(_ model: ForecastModel) -> AutoregressiveReader? {
    model.architecture.autoregression.map { AutoregressiveReader(data, $0) }
  }

  /// The loss of the kind of network that is best: the others may not take part in the forecast.
  func validate(_ model: ForecastModel) throws -> ValidationResult? {
    guard !validation.isEmpty else { return nil }
    if let reader = reader(model) { return likelihood(model, reader) }
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

  /// The mean of −ln p of the values to come, each given the true ones before it.
  private func likelihood(
    _ model: ForecastModel, _ reader: AutoregressiveReader
  ) -> ValidationResult {
    var (sum, count) = (0.0, 0.0)
    for start in stride(from: 0, to: validation.count, by: ForecastModel.batchSize) {
      let windows = Array(
        validation[start..<min(validation.count, start + ForecastModel.batchSize)])
      for network in model.autoregressive {
        let loss = network.loss(windows, reader, contextCounts: false, phase: .inference)
        sum += Double(loss.scalar) * Double(windows.count)
        count += Double(windows.count)
      }
    }
    return ValidationResult(loss: sum / count)
  }

  /// A step reads forward and backward, three times the work of reading.
  var validationCost: Double { Double(validation.count) / Double(batchSize) / 3 }
}
