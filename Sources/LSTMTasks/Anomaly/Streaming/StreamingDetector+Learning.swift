import LSTMData
import LSTMTensor
import LSTMTraining

extension StreamingDetector {
  /// Ends the warm-up: scales, trains the network, and reads the rows again so that every statistic knows them.
  mutating func learn() throws {
    let clock = DetectorClock(times: rows.map(\.time))
    let isObserved = rows.map { !$0.value.isNaN }
    let values = zip(rows, isObserved).map { $1 ? $0.value : 0 }
    let scaler = SeriesScaler(fittedOn: SeriesValues(values: values, isObserved: isObserved))
    let network = try Self.network(
      trainedOn: rows.filter { !$0.value.isNaN }, scaler, clock, options)
    var core = DetectorCore(clock: clock, scaler: scaler, warmUp: options.warmUp, network: network)
    for row in rows { _ = core.read(row.time, row.value, isScored: false) }
    self.core = core
    rows = []
  }

  /// The network after its training; `nil` where there are too few rows, or nothing moves.
  private static func network(
    trainedOn rows: [Row], _ scaler: SeriesScaler, _ clock: DetectorClock,
    _ options: StreamingDetectorOptions
  ) throws -> ValuePredictor? {
    guard rows.count >= ValuePredictionProblem.fewestRows, options.trainingSteps > 0,
      rows.contains(where: { $0.value != rows[0].value })
    else { return nil }
    let values = rows.map { min(max(($0.value - scaler.center) / scaler.scale, -1e3), 1e3) }
    let features = zip(rows, values).map { row, value in
      ValuePredictor.features(value: value, next: clock.nextPartOfDay(after: row.time))
    }
    let problem = ValuePredictionProblem(
      values: values.map { Float($0) }, features: features, seed: options.seed)
    var random = RandomGenerator(seed: options.seed)
    let trainer = Trainer(
      problem,
      options: TrainingOptions(
        budget: TrainingBudget(steps: options.trainingSteps), learningRate: 0.005,
        seed: options.seed))
    return try trainer.fit(ValuePredictor(using: &random)).last
  }
}
