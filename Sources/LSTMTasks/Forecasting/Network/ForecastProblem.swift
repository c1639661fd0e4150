import LSTMLayers
import LSTMTensor
import LSTMTraining

/// The training of the networks over the simple forecasts: windows in an order of chance, the quantile loss.
struct ForecastProblem: TrainingProblem {
  typealias Model = ForecastModel
  typealias Carry = NoCarry

  let data: ForecastData
  let batches: WindowBatches<ForecastWindow>
  let validation: [ForecastWindow]
  let bases: [LinearForecast]

  static let levels = QuantileForecast.levels.map { Float($0) }

  init(
    _ data: ForecastData, training: [ForecastWindow], validation: [ForecastWindow],
    bases: [LinearForecast], batchSize: Int, seed: UInt64
  ) {
    self.data = data
    batches = WindowBatches(training, batchSize: batchSize, seed: seed)
    self.validation = validation
    self.bases = bases
  }

  var batchesPerEpoch: Int { batches.count }

  func loss(
    _ model: ForecastModel, epoch: Int, batch: Int, carry: NoCarry, phase: Phase
  ) throws -> (loss: Tensor, carry: NoCarry, units: Int) {
    if let reader = reader(model) {
      let losses = model.autoregressive.enumerated().map { member, network in
        network.loss(
          batches.batch(batch, epoch: epoch, member: member), reader, contextCounts: true,
          phase: phase.part(member))
      }
      return (losses.meanLoss, NoCarry(), batches.batchSize)
    }
    let kinds = model.architecture.memberNetworks
    var losses: [Tensor] = []
    for member in model.members.indices {
      let windows = batches.batch(batch, epoch: epoch, member: member)
      let base = bases[model.architecture.networks[kinds[member]].base]
      // The base's weights are constants here, whatever the model's copy of them is.
      let rest = data.targets(windows) - base(windows, data)
      losses.append(
        quantileLoss(
          model.residual(member, windows, data, phase: phase.part(member)), rest,
          levels: Self.levels))
    }
    return (losses.meanLoss, NoCarry(), batches.batchSize)
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
  var validationCost: Double { Double(validation.count) / Double(batches.batchSize) / 3 }
}
