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

  /// The mean error of each window over its observed values; NaN where there are none.
  func errors(
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
    case .networks: reconstruct(windows, data, body)
    case .meanSequence:
      for start in stride(from: 0, to: windows.count, by: Self.batchSize) {
        let part = Array(windows[start..<min(windows.count, start + Self.batchSize)])
        body(part, [repeatedMean(part.count)])
      }
    }
  }
}
