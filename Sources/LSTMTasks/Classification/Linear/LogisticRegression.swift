import LSTMTensor

/// A regression of classes on features: multinomial where a text has one class, one for each class where it has several.
struct LogisticRegression {
  /// The examples, their classes, and what each counts.
  struct Examples {
    let rows: FeatureRows
    let labels: [[Int]]
    let weights: [Double]
    let classCount: Int
    let kind: ClassProbabilities
  }

  /// [F · K], a feature's classes beside each other.
  private(set) var weight: [Double]
  /// [K].
  private(set) var bias: [Double]

  private static let iterations = 100
  private static let tolerance = 1e-3

  /// Fits the weights with a penalty on their squares: C · Σ loss + ½ Σ (w ÷ s)².
  ///
  /// - Parameters:
  ///   - examples: all.
  ///   - chosen: those to learn from.
  ///   - strength: C; the larger the freer.
  ///   - scales: s, [F · K]; a weight whose scale is larger is freer. Zero holds a weight at zero.
  init(_ examples: Examples, chosen: [Int], strength: Double, scales: [Double]) {
    let classes = examples.classCount
    let size = examples.rows.columnCount * classes
    let minimum = QuasiNewtonMinimum(
      from: Array(repeating: 0, count: size + classes), iterations: Self.iterations,
      tolerance: Self.tolerance
    ) { point in
      var weight = Array(point[..<size])
      var value = 0.0
      for place in weight.indices {
        value += weight[place] * weight[place] / 2
        weight[place] *= scales[place]
      }
      var gradient = Array(repeating: 0.0, count: size + classes)
      for row in chosen {
        value +=
          strength
          * Self.addLoss(
            of: row, examples, weight: weight, bias: point[size...], strength: strength,
            to: &gradient)
      }
      for place in 0..<size { gradient[place] = gradient[place] * scales[place] + point[place] }
      return (value, gradient)
    }
    weight = Array(minimum.point[..<size])
    for place in weight.indices { weight[place] *= scales[place] }
    bias = Array(minimum.point[size...])
  }

  /// The logits of a row.
  func logits(_ row: ArraySlice<FeatureRows.Entry>) -> [Double] {
    Self.logits(row, weight: weight, bias: bias[...])
  }

  private static func logits(
    _ row: ArraySlice<FeatureRows.Entry>, weight: [Double], bias: ArraySlice<Double>
  ) -> [Double] {
    var logits = Array(bias)
    let classes = logits.count
    for entry in row {
      let start = Int(entry.column) * classes
      for label in 0..<classes { logits[label] += entry.value * weight[start + label] }
    }
    return logits
  }

  private static func addLoss(
    of row: Int, _ examples: Examples, weight: [Double], bias: ArraySlice<Double>,
    strength: Double, to gradient: inout [Double]
  ) -> Double {
    let classes = examples.classCount
    let entries = examples.rows[row]
    let logits = logits(entries, weight: weight, bias: bias)
    let probabilities = examples.kind.probabilities(logits)
    var loss = 0.0
    var slopes = probabilities
    let factor = strength * examples.weights[row]
    switch examples.kind {
    case .oneOf:
      loss = examples.kind.loss(probabilities, labels: examples.labels[row])
    case .anyOf:
      loss =
        examples.kind.loss(probabilities, labels: examples.labels[row]) * Double(classes)
    }
    for label in examples.labels[row] { slopes[label] -= 1 }
    for label in 0..<classes {
      slopes[label] *= factor
      gradient[gradient.count - classes + label] += slopes[label]
    }
    for entry in entries {
      let start = Int(entry.column) * classes
      for label in 0..<classes { gradient[start + label] += entry.value * slopes[label] }
    }
    return loss * examples.weights[row]
  }
}
