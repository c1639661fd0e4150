import Foundation

extension Reference {
  /// exp(x) ÷ Σ exp(x) over the last axis.
  package static func softmax(_ x: DoubleArray) -> DoubleArray {
    let columns = x.columnCount
    var result = x
    for row in 0..<x.rowCount {
      let places = row * columns..<(row + 1) * columns
      let largest = x.values[places].reduce(-.infinity, max)
      let exponentials = x.values[places].map { exp($0 - largest) }
      let sum = exponentials.reduce(0, +)
      for (place, exponential) in zip(places, exponentials) {
        result[place] = exponential / sum
      }
    }
    return result
  }

  /// The gradient of `x`: p ⊙ (g − Σ p g).
  package static func softmaxBackward(_ x: DoubleArray, gradient: DoubleArray) -> DoubleArray {
    let columns = x.columnCount
    let probabilities = softmax(x)
    var result = x
    for row in 0..<x.rowCount {
      let places = row * columns..<(row + 1) * columns
      let mean = places.reduce(0) { $0 + probabilities[$1] * gradient[$1] }
      for place in places {
        result[place] = probabilities[place] * (gradient[place] - mean)
      }
    }
    return result
  }
}
