import LSTMData
import LSTMLayers
import LSTMTensor

/// A linear model beside the networks: naive Bayes with a regression behind it (Wang and Manning 2012) of the n-grams of
/// texts, a logistic regression of plain figures of sequences.
struct LinearModel: Module {
  let features: LinearFeatures
  /// [F, K].
  var weight: Tensor
  /// [K].
  var bias: Tensor

  init(_ features: LinearFeatures, _ regression: LogisticRegression) {
    self.features = features
    let classes = regression.bias.count
    weight = Tensor(
      regression.weight.map { Float($0) }, shape: [features.count, classes])
    bias = Tensor(regression.bias.map { Float($0) })
  }

  /// A model whose weights are about to be read from a file.
  init(unset features: LinearFeatures, classCount: Int) {
    self.features = features
    weight = Tensor(uninitialized: [features.count, classCount])
    bias = Tensor(uninitialized: [classCount])
  }

  /// The logits of rows of features.
  func logits(_ rows: [[FeatureRows.Entry]]) -> [[Double]] {
    let start = bias.values.map { Double($0) }
    let classes = start.count
    return weight.withBuffer { weight in
      rows.map { row in
        var logits = start
        for entry in row {
          let first = Int(entry.column) * classes
          for label in 0..<classes { logits[label] += entry.value * Double(weight[first + label]) }
        }
        return logits
      }
    }
  }

  /// Visits the weight, then the bias.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("weight", &weight)
    try visit("bias", &bias)
  }
}

/// A linear model and what it says of examples that it has not learned from.
struct LinearFit: Sendable {
  /// The model of all examples that are learned from.
  let model: LinearModel
  /// Logits of the examples that each network holds out, by a model that has not seen them; by network.
  let heldOut: [[[Double]]]
  /// The strength that fitted best.
  let strength: Double

  private static let strengths = [0.03, 0.1, 0.3, 1, 3]

  /// Fits the model, its strength by the first part that is held out.
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
        return sum + examples.weights[row]
          * examples.kind.loss(probabilities, labels: examples.labels[row])
      }
    }
    var best: (strength: Double, loss: Double, fit: LogisticRegression?) = (0.3, .infinity, nil)
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
    strength = best.strength
    var heldOut = Array(repeating: [[Double]](), count: folds.heldOut.count)
    for member in folds.distinct where !folds.heldOut[member].isEmpty {
      let own = member == first ? best.fit : nil
      let found = own ?? fit(folds.training[member].sorted(), strength)
      heldOut[member] = folds.heldOut[member].map { found.logits(examples.rows[$0]) }
    }
    self.heldOut = heldOut
    model = LinearModel(features, fit(learned, strength))
  }
}
