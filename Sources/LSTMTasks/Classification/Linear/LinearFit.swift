/// A linear model and what it says of examples that it has not learned from.
///
/// Each block of features has a regression of its own, of its own strength; their logits are averaged. Words and the characters
/// of words err on different texts.
struct LinearFit: Sendable {
  /// The model of all examples that are learned from.
  let model: LinearModel
  /// Logits of the examples that each network holds out, by a model that has not seen them; by network.
  let heldOut: [[[Double]]]

  /// Fits the model.
  init(
    _ examples: LogisticRegression.Examples, _ features: LinearFeatures, folds: ClassifierFolds,
    learned: [Int]
  ) {
    let blocks = features.blocks.map { block in
      BlockFit(examples.columns(block), features, folds: folds, learned: learned)
    }
    model = LinearModel(features, blocks.map(\.regression))
    heldOut = folds.heldOut.indices.map { member in
      folds.heldOut[member].indices.map { place in
        let logits = blocks.map(\.heldOut[member]).filter { !$0.isEmpty }.map { $0[place] }
        return (0..<examples.classCount).map { label in
          logits.reduce(0) { $0 + $1[label] } / Double(max(1, logits.count))
        }
      }
    }
  }
}

/// The regression on one block of features.
private struct BlockFit {
  let regression: LogisticRegression
  /// By network.
  let heldOut: [[[Double]]]

  private static let strengths = [0.03, 0.1, 0.3, 1, 3]
  /// The strength where nothing is held out.
  private static let usualStrength = 0.3

  /// Fits the regression, its strength by the first part that is held out.
  init(
    _ examples: LogisticRegression.Examples, _ features: LinearFeatures, folds: ClassifierFolds,
    learned: [Int]
  ) {
    func fit(_ chosen: [Int], _ strength: Double) -> LogisticRegression {
      let scales =
        switch features {
        case .grams: LinearScales.naiveBayes(examples, chosen: chosen)
        case .summary: LinearScales.deviations(examples, chosen: chosen)
        }
      return LogisticRegression(
        examples, chosen: chosen, strength: strength, scales: scales)
    }
    func loss(_ regression: LogisticRegression, _ rows: [Int]) -> Double {
      rows.reduce(0) { sum, row in
        let probabilities = examples.kind.probabilities(regression.logits(examples.rows[row]))
        let loss = examples.kind.loss(probabilities, labels: examples.labels[row])
        return sum + examples.weights[row] * loss
      }
    }
    var best: (strength: Double, loss: Double, fit: LogisticRegression?) =
      (Self.usualStrength, .infinity, nil)
    let first = folds.distinct.first { !folds.heldOut[$0].isEmpty }
    if let first {
      let chosen = folds.training[first].sorted()
      for strength in Self.strengths {
        let found = fit(chosen, strength)
        let loss = loss(found, folds.heldOut[first])
        guard loss < best.loss else { break }
        best = (strength, loss, found)
      }
    }
    var heldOut = Array(repeating: [[Double]](), count: folds.heldOut.count)
    for member in folds.distinct where !folds.heldOut[member].isEmpty {
      let own = member == first ? best.fit : nil
      let found = own ?? fit(folds.training[member].sorted(), best.strength)
      heldOut[member] = folds.heldOut[member].map { found.logits(examples.rows[$0]) }
    }
    for member in heldOut.indices where heldOut[member].isEmpty {
      let same = folds.heldOut.firstIndex(of: folds.heldOut[member]) ?? member
      heldOut[member] = heldOut[same]
    }
    self.heldOut = heldOut
    regression = fit(learned, best.strength)
  }
}

extension LogisticRegression.Examples {
  /// The examples with some of their features.
  fileprivate func columns(_ block: Range<Int>) -> Self {
    guard block != 0..<rows.columnCount else { return self }
    return Self(
      rows: rows.columns(block), labels: labels, weights: weights, classCount: classCount,
      kind: kind)
  }
}
