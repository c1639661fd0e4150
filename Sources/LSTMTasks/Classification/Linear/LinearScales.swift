import LSTMTensor

/// How free each weight of a linear model is, by what the classes of examples say.
enum LinearScales {
  /// How much more often a feature occurs in a class than in the others, as a logarithm: the weights of naive Bayes, which
  /// the regression then corrects (Wang and Manning 2012).
  static func naiveBayes(_ examples: LogisticRegression.Examples, chosen: [Int]) -> [Double] {
    let (features, classes) = (examples.rows.columnCount, examples.classCount)
    var counts = Array(repeating: 1.0, count: features * classes)
    var totals = Array(repeating: 1.0, count: features)
    for row in chosen {
      for entry in examples.rows[row] {
        totals[Int(entry.column)] += 1
        for label in examples.labels[row] { counts[Int(entry.column) * classes + label] += 1 }
      }
    }
    var sums = Array(repeating: 0.0, count: classes)
    for place in counts.indices { sums[place % classes] += counts[place] }
    let total = totals.reduce(0, +)
    for place in counts.indices {
      let label = place % classes
      // A text of several classes counts with each: then the others can be fewer than none.
      let others = max(totals[place / classes] - counts[place] + 1, 0.5)
      let otherSum = max(total - sums[label] + Double(features), 1)
      let ratio = counts[place] / sums[label] / (others / otherSum)
      counts[place] = abs(naturalLogarithm(ratio))
    }
    return counts
  }

  /// One over the standard deviation of each feature, the same for all classes.
  static func deviations(_ examples: LogisticRegression.Examples, chosen: [Int]) -> [Double] {
    let features = examples.rows.columnCount
    var sums = Array(repeating: 0.0, count: features)
    var squares = sums
    let count = Double(max(1, chosen.count))
    for row in chosen {
      for entry in examples.rows[row] {
        sums[Int(entry.column)] += entry.value
        squares[Int(entry.column)] += entry.value * entry.value
      }
    }
    return (0..<features * examples.classCount).map { place in
      let feature = place / examples.classCount
      let mean = sums[feature] / count
      let variance = squares[feature] / count - mean * mean
      return variance > 1e-12 ? 1 / variance.squareRoot() : 0
    }
  }
}
