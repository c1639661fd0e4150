import LSTMTensor

extension TrainedSequenceDetector {
  /// A detector from networks that have learned: measures their errors on the normal data that were held out.
  ///
  /// - Parameters:
  ///   - networks: the model as it was trained.
  ///   - plan: what it was trained on.
  init(measuring networks: ReconstructionModel, _ plan: ReconstructionPlan) {
    var model = networks
    model.spreads = Self.spreads(model, plan)
    model.latents = Self.latents(model, plan)
    var features = plan.features
    features.level = ErrorLevel(of: Self.errors(model, plan, .networks))
    features.baselineLevel = ErrorLevel(of: Self.errors(model, plan, .meanSequence))
    self.init(model: model, features: features)
  }

  /// The mean squared error of each variable by each network, [F].
  private static func spreads(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan
  ) -> [Tensor] {
    let (data, features) = (plan.data, plan.data.featureCount)
    var sums = model.members.map { _ in [Double](repeating: 0, count: features) }
    var counts = [Double](repeating: 0, count: features)
    model.reconstruct(plan.validation, data) { windows, parts, _ in
      for (row, window) in windows.enumerated() {
        model.forEachValue(of: row, among: windows.count) { place, at in
          let (step, feature) = place.quotientAndRemainder(dividingBy: features)
          guard data.isObserved(window, step: step, feature: feature) else { return }
          counts[feature] += 1
          let value = Double(data.value(window, step: step, feature: feature))
          for member in parts.indices {
            let error = value - Double(parts[member][at])
            sums[member][feature] += error * error
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

  /// Where the latent values of the windows learned from lie, by network.
  private static func latents(
    _ model: ReconstructionModel, _ plan: ReconstructionPlan
  ) -> [(mean: Tensor, whitening: Tensor)] {
    let (size, limit) = (model.architecture.latentSize, 5000)
    let step = max(1, plan.training.count / limit)
    let windows = stride(from: 0, to: plan.training.count, by: step).map { plan.training[$0] }
    var latents = model.members.map { _ in [[Double]]() }
    model.reconstruct(windows, plan.data) { windows, _, parts in
      for member in parts.indices {
        for row in windows.indices {
          latents[member].append(parts[member][row * size..<(row + 1) * size].map(Double.init))
        }
      }
    }
    return latents.map { latents in
      let spread = LatentSpread(fittedOn: latents, count: size)
      return (
        Tensor(spread.mean.map { Float($0) }),
        Tensor(spread.whitening.map { Float($0) }, shape: [size, size])
      )
    }
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
