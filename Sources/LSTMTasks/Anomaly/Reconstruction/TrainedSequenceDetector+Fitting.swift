import LSTMTensor

extension TrainedSequenceDetector {
  /// A detector from networks that have learned: measures their errors on the normal data that were held out.
  ///
  /// - Parameters:
  ///   - networks: the model as it was trained.
  ///   - plan: what it was trained on.
  init(measuring networks: ReconstructionModel, _ plan: ReconstructionPlan) {
    var model = networks
    model.components = Self.components(model, plan)
    model.spreads = Self.spreads(model, plan)
    model.latents = Self.latents(model, plan)
    var features = plan.features
    features.level = ErrorLevel(of: Self.errors(model, plan, .networks))
    features.baselineLevel = ErrorLevel(of: Self.errors(model, plan, .meanSequence))
    self.init(model: model, features: features)
  }

  /// The mean squared error of each variable by each part, [F].
  private static func spreads(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan
  ) -> [Tensor] {
    let (data, features) = (plan.data, plan.data.featureCount)
    var sums = model.spreads.map { _ in [Double](repeating: 0, count: features) }
    var counts = [Double](repeating: 0, count: features)
    model.reconstruct(plan.validation, data) { windows, parts, _ in
      for (row, window) in windows.enumerated() {
        model.forEachValue(of: row, among: windows.count) { place, at in
          let (step, feature) = place.quotientAndRemainder(dividingBy: features)
          guard data.isObserved(window, step: step, feature: feature) else { return }
          counts[feature] += 1
          let value = Double(data.value(window, step: step, feature: feature))
          for part in parts.indices {
            let error = value - Double(parts[part][at])
            sums[part][feature] += error * error
          }
        }
      }
    }
    // A variable that never moves is given back exactly; what is less than its rounding is no spread.
    let least = 1e-10
    return sums.map { sums in
      Tensor(zip(sums, counts).map { Float(max(least, $0 / max(1, $1))) })
    }
  }

  /// The principal components of the windows learned from.
  private static func components(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan
  ) -> PrincipalComponents? {
    guard model.components != nil else { return nil }
    let means = model.mean.values.map(Double.init)
    let sequences = plan.training.map { window in
      let first = window.start * plan.data.featureCount
      return means.indices.map {
        Double(plan.data.values[window.sequence][first + $0]) - means[$0]
      }
    }
    return PrincipalComponents(of: sequences, count: model.architecture.latentSize)
  }

  /// The latent values of windows learned from, evenly chosen, [R, Z] by part.
  private static func latents(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan
  ) -> [Tensor] {
    let count = model.architecture.referenceCount
    let windows = (0..<count).map { plan.training[$0 * plan.training.count / count] }
    var latents = model.latents.map { _ in [Float]() }
    model.reconstruct(windows, plan.data) { _, _, parts in
      for part in parts.indices { latents[part] += parts[part] }
    }
    return latents.map { Tensor($0, shape: model.architecture.noLatents.shape) }
  }

  /// The errors of what was held out: of each row, or of each normal row of series.
  private static func errors(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan, _ measure: ReconstructionModel.Measure
  ) -> [Double] {
    guard plan.architecture.kind == .series else {
      return model.errors(plan.validation, plan.data, measure)
    }
    return plan.heldOut.flatMap { sequence, rows in
      zip(rows, RowErrors(model, plan.data, sequence, in: rows, measure).errors)
        .filter { plan.isNormal[sequence][$0.0] }.map(\.1)
    }
  }
}
