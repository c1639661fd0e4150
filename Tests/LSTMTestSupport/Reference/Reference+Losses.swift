import Foundation

extension Reference {
  /// Softmax cross-entropy of `logits` [R, V] against one class a row: the mean of −log p(target)
  /// in nats over the rows whose target is not `ignoring`, and 0 when there is none.
  package static func crossEntropy(
    _ logits: DoubleArray, targets: [Int], ignoring ignored: Int = -1
  ) -> Double {
    let classes = logits.columnCount
    precondition(targets.count == logits.rowCount, "one target is needed for each row")
    let counted = targets.indices.filter { targets[$0] != ignored }
    guard !counted.isEmpty else { return 0 }
    let losses = counted.map { row in
      let scores = logits.values[row * classes..<(row + 1) * classes]
      return logarithmOfSumOfExponentials(scores) - logits[row * classes + targets[row]]
    }
    return losses.reduce(0, +) / Double(counted.count)
  }

  /// The gradient of the logits: (softmax − one-hot) ÷ counted rows, zero in ignored rows.
  package static func crossEntropyBackward(
    _ logits: DoubleArray, targets: [Int], ignoring ignored: Int = -1, gradient: Double = 1
  ) -> DoubleArray {
    let classes = logits.columnCount
    let probabilities = softmax(logits)
    var result = DoubleArray(shape: logits.shape)
    let counted = targets.indices.filter { targets[$0] != ignored }
    for row in counted {
      for column in 0..<classes {
        let expected: Double = column == targets[row] ? 1 : 0
        result[row * classes + column] =
          gradient * (probabilities[row * classes + column] - expected) / Double(counted.count)
      }
    }
    return result
  }

  /// The mean squared error over all elements.
  package static func meanSquaredError(_ x: DoubleArray, target: DoubleArray) -> Double {
    let difference = subtract(x, target)
    return DoubleArray.dot(difference, difference) / Double(x.count)
  }

  /// The gradient of `x`; the target's is its negative.
  package static func meanSquaredErrorBackward(
    _ x: DoubleArray, target: DoubleArray, gradient: Double = 1
  ) -> DoubleArray {
    subtract(x, target).map { gradient * 2 * $0 / Double(x.count) }
  }

  /// log Σ exp(x), with the largest element taken out first so that nothing overflows.
  private static func logarithmOfSumOfExponentials(_ scores: ArraySlice<Double>) -> Double {
    let largest = scores.reduce(-.infinity, max)
    return largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
  }
}
