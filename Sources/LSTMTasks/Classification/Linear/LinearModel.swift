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

  /// The mean of a regression for each block of the features.
  init(_ features: LinearFeatures, _ regressions: [LogisticRegression]) {
    self.features = features
    let classes = regressions.first?.bias.count ?? 0
    let share = 1 / Double(max(1, regressions.count))
    weight = Tensor(
      regressions.flatMap { $0.weight.map { Float($0 * share) } },
      shape: [features.count, classes])
    bias = Tensor(
      (0..<classes).map { label in Float(regressions.reduce(0) { $0 + $1.bias[label] } * share) })
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
