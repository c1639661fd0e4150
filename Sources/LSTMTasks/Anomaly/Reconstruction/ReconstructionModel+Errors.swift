import LSTMTensor

extension ReconstructionModel {
  /// What a sequence is compared with.
  enum Measure: Sendable, CaseIterable {
    /// What the networks give back; a variable's errors count by how large they are on normal data, and the networks' errors
    /// add up.
    ///
    /// Malhotra and others (2016, section 2.2) weigh by the covariance of all steps, which a few hundred normal sequences
    /// do not give: one number a variable is what they do give.
    case networks
    /// The mean of the sequences learned from: the baseline.
    case meanSequence
  }

  /// Every error of windows.
  ///
  /// - Parameter body: receives each window with its squared errors as the measure weighs them, [T · F], and with what the
  ///   networks (the measure) expect, [T · F]; errors where nothing was observed are zero.
  func forEachWindow(
    _ windows: [SequenceWindow], _ data: DetectionSequences, _ measure: Measure,
    _ body: (_ window: SequenceWindow, _ errors: [Double], _ expected: [Double]) -> Void
  ) {
    let size = architecture.sequenceLength * architecture.featureCount
    let weights = weights(measure)
    reconstruct(windows, data, measure) { windows, parts in
      for (row, window) in windows.enumerated() {
        var errors = [Double](repeating: 0, count: size)
        var expected = [Double](repeating: 0, count: size)
        for (part, weights) in zip(parts, weights) {
          forEachValue(of: row, among: windows.count) { place, at in
            let given = Double(part[at])
            expected[place] += given / Double(parts.count)
            let (step, feature) = place.quotientAndRemainder(dividingBy: architecture.featureCount)
            guard data.isObserved(window, step: step, feature: feature) else { return }
            let error = Double(data.value(window, step: step, feature: feature)) - given
            errors[place] += error * error * weights[feature]
          }
        }
        body(window, errors, expected)
      }
    }
  }

  /// The error of each window as a whole; NaN where it has no observed value.
  ///
  /// Over rows each part tells how badly it gives a sequence back and how far its latent values are from the nearest of those
  /// learned from, as their geometric mean: a sequence may be unusual and given back well. The networks' add up; the whole
  /// is the geometric mean of that and of the principal components', as forecasts of networks and regressions are mixed.
  func errors(
    _ windows: [SequenceWindow], _ data: DetectionSequences, _ measure: Measure
  ) -> [Double] {
    guard measure == .networks, architecture.kind == .rows else {
      return meanErrors(windows, data, measure)
    }
    let (neighbors, weights) = (latents.map(LatentNeighbors.init), weights(measure))
    var errors: [Double] = []
    reconstruct(windows, data) { windows, parts, latents in
      for (row, window) in windows.enumerated() {
        let count = observedCount(window, data)
        let own = parts.indices.map { part in
          let squares = squaredError(
            of: row, window, among: windows.count, parts[part], weights[part], data)
          let size = architecture.latentSize
          let latent = latents[part][row * size..<(row + 1) * size].map(Double.init)
          let distance = neighbors[part].distance(of: latent)
          return (squares / Double(max(1, count)) * distance).squareRoot()
        }
        let networks = own.dropLast().reduce(0, +)
        errors.append(count == 0 ? .nan : (networks * own[own.count - 1]).squareRoot())
      }
    }
    return errors
  }

  /// The sum of a window's squared errors by one network as they are weighed.
  private func squaredError(
    of row: Int, _ window: SequenceWindow, among rows: Int, _ given: [Float], _ weights: [Double],
    _ data: DetectionSequences
  ) -> Double {
    var sum = 0.0
    forEachValue(of: row, among: rows) { place, at in
      let (step, feature) = place.quotientAndRemainder(dividingBy: architecture.featureCount)
      guard data.isObserved(window, step: step, feature: feature) else { return }
      let error =
        Double(data.value(window, step: step, feature: feature)) - Double(given[at])
      sum += error * error * weights[feature]
    }
    return sum
  }

  /// The mean error of each window over its observed values; NaN where there are none.
  private func meanErrors(
    _ windows: [SequenceWindow], _ data: DetectionSequences, _ measure: Measure
  ) -> [Double] {
    var means: [Double] = []
    forEachWindow(windows, data, measure) { window, errors, _ in
      let count = observedCount(window, data)
      means.append(count == 0 ? .nan : errors.reduce(0, +) / Double(count))
    }
    return means
  }

  /// How many values of a window were there.
  func observedCount(_ window: SequenceWindow, _ data: DetectionSequences) -> Int {
    let first = window.start * data.featureCount
    return data.isObserved[window.sequence][first..<first + data.length * data.featureCount]
      .count(where: { $0 })
  }

  /// Visits the values of a row of a batch: their place in the window, [T · F], and in the batch, [T, N, F].
  func forEachValue(of row: Int, among rows: Int, _ body: (_ place: Int, _ at: Int) -> Void) {
    let features = architecture.featureCount
    for step in 0..<architecture.sequenceLength {
      for feature in 0..<features {
        body(step * features + feature, (step * rows + row) * features + feature)
      }
    }
  }

  /// What squared errors are multiplied by, [F], for each part of the measure.
  private func weights(_ measure: Measure) -> [[Double]] {
    switch measure {
    case .networks: spreads.map { $0.values.map { 1 / Double($0) } }
    case .meanSequence: [Array(repeating: 1, count: architecture.featureCount)]
    }
  }

  private func reconstruct(
    _ windows: [SequenceWindow], _ data: DetectionSequences, _ measure: Measure,
    _ body: (_ windows: [SequenceWindow], _ parts: [[Float]]) -> Void
  ) {
    switch measure {
    case .networks: reconstruct(windows, data) { windows, parts, _ in body(windows, parts) }
    case .meanSequence:
      for start in stride(from: 0, to: windows.count, by: Self.batchSize) {
        let part = Array(windows[start..<min(windows.count, start + Self.batchSize)])
        body(part, [repeatedMean(part.count)])
      }
    }
  }
}
