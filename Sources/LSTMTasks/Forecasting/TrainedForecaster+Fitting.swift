import LSTMTensor

extension TrainedForecaster {
  /// A forecaster from networks that have learned: mixes them with the simple forecasts, and measures the intervals.
  ///
  /// - Parameters:
  ///   - networks: the model as it was trained.
  ///   - plan: what it was trained on.
  init(mixing networks: ForecastModel, _ plan: ForecastingPlan) {
    var model = networks
    model.bases = plan.selection.candidates.map(\.forecast)
    let targets = plan.data.targets(plan.validation).values
    var components = Array(repeating: [Float](), count: model.architecture.componentCount)
    for start in stride(from: 0, to: plan.validation.count, by: ForecastModel.batchSize) {
      let end = min(plan.validation.count, start + ForecastModel.batchSize)
      let parts = model.components(Array(plan.validation[start..<end]), plan.data)
      for (place, var part) in parts.enumerated() {
        part.sortQuantiles()
        components[place] += part
      }
    }
    // Paths are those of the distribution that was asked for, and so are the quantiles beside them.
    let shares =
      model.architecture.autoregression == nil
      ? ForecastMix(
        losses: components.map { part in
          var sum = QuantileLossSum()
          sum.add(part, targets)
          return sum.mean
        }
      ).shares
      : components.indices.map { $0 == components.count - 1 ? 1 : 0 }
    model.shares = Tensor(shares)
    var mixed = [Float](repeating: 0, count: targets.count * QuantileForecast.levels.count)
    for (share, part) in zip(shares, components) where share > 0 {
      for index in mixed.indices { mixed[index] += share * part[index] }
    }
    model.widths = Tensor(
      IntervalWidths.measured(
        mixed, targets, horizon: plan.data.shape.horizon, span: plan.validationSpan),
      shape: model.widths.shape)

    features = plan.data.features
    self.model = model
  }

  /// The same with simple forecasts that were fitted again with the validation part.
  func refitted(_ plan: ForecastingPlan) -> TrainedForecaster {
    let refitted = plan.refitted()
    var model = model
    model.bases = refitted.bases
    return TrainedForecaster(model: model, features: refitted.features)
  }

  /// Its errors on the validation part, which it was mixed by: a little smaller than on anything else.
  func validationReport(_ plan: ForecastingPlan) -> BacktestReport {
    var score = BacktestScore(self, plan.data, isStandardized: false)
    for (window, forecast) in zip(plan.validation, forecasts(plan.validation, plan.data)) {
      score.add(forecast, at: window)
    }
    return BacktestReport(
      score, seriesCount: Set(plan.validation.map(\.channel)).count,
      originCount: plan.validation.count, horizon: horizon,
      isReturn: features.transform == .logReturn, learnedCount: 0, seconds: 0)
  }
}
