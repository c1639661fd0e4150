import LSTMTensor

/// How logits become probabilities of classes, and what a wrong one costs.
enum ClassProbabilities: Sendable {
  /// One of the classes: softmax.
  case oneOf
  /// Any of them, each by itself: logistic function.
  case anyOf

  init(isMultilabel: Bool) {
    self = isMultilabel ? .anyOf : .oneOf
  }

  /// The probabilities of logits.
  func probabilities(_ logits: [Double]) -> [Double] {
    switch self {
    case .anyOf: return logits.map { logistic($0) }
    case .oneOf:
      let largest = logits.reduce(-Double.infinity) { max($0, $1) }
      let powers = logits.map { exponential($0 - largest) }
      let sum = powers.reduce(0, +)
      return powers.map { $0 / sum }
    }
  }

  /// The cross-entropy of a text's classes, in nats: of several classes the mean over them.
  func loss(_ probabilities: [Double], labels: [Int]) -> Double {
    switch self {
    case .oneOf:
      return labels.first.map { -safeLogarithm(probabilities[$0]) } ?? 0
    case .anyOf:
      let sum = probabilities.enumerated().reduce(0.0) { sum, item in
        sum - safeLogarithm(labels.contains(item.offset) ? item.element : 1 - item.element)
      }
      return sum / Double(max(1, probabilities.count))
    }
  }

  /// What the probabilities should have been.
  static func wanted(_ labels: [Int], classCount: Int) -> [Double] {
    (0..<classCount).map { labels.contains($0) ? 1 : 0 }
  }

  /// The logarithm of a probability that rounding may have made zero.
  private func safeLogarithm(_ probability: Double) -> Double {
    naturalLogarithm(max(probability, 1e-15))
  }
}

extension ClassProbabilities {
  /// Whether an example has exactly one class.
  var isOneOf: Bool { self == .oneOf }
}
