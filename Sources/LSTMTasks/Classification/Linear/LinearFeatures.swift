import LSTMData
import LSTMTensor

/// What the linear model looks at.
enum LinearFeatures: Sendable {
  /// Which n-grams a text has: 1 for each.
  case grams(NGramCounter)
  /// What is plain to see of a sequence of so many values a step.
  case summary(dimensionCount: Int)

  /// Numbers that stand for one value of a sequence: mean, deviation, least, largest, first, last, mean change.
  private static let summaryCount = 7

  /// Columns, F.
  var count: Int {
    switch self {
    case .grams(let counter): counter.gramCount
    case .summary(let dimensions): dimensions * Self.summaryCount
    }
  }

  /// The features of a text.
  func row(of text: [UInt8]) -> [FeatureRows.Entry] {
    guard case .grams(let counter) = self else { return [] }
    return counter.counts(of: text).map { .init(column: $0.gram, value: 1) }
  }

  /// The features of a sequence [T, D], missing values as zero.
  func row(of values: [Float], width: Int) -> [FeatureRows.Entry] {
    guard case .summary(let dimensions) = self else { return [] }
    let steps = values.count / width
    var entries: [FeatureRows.Entry] = []
    for dimension in 0..<dimensions {
      let series = (0..<steps).map { Double(values[$0 * width + dimension]) }
      let count = Double(steps)
      let mean = series.reduce(0, +) / count
      let variance = series.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
      let change = zip(series, series.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
      let numbers = [
        mean, variance.squareRoot(), series.reduce(.infinity) { min($0, $1) },
        series.reduce(-.infinity) { max($0, $1) }, series.first ?? 0, series.last ?? 0,
        change / max(1, count - 1),
      ]
      for (place, number) in numbers.enumerated() {
        entries.append(
          .init(column: Int32(dimension * Self.summaryCount + place), value: number))
      }
    }
    return entries
  }
}

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
