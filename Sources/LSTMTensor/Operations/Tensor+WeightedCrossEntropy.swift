extension Tensor {
  /// The weighted mean of the cross-entropies of rows of logits [N, K] in nats, a scalar: Σ wᵣ · −Σ qᵣ ln pᵣ ÷ Σ wᵣ, where
  /// q puts 1 − s on the target and s evenly on all classes (label smoothing, Szegedy and others 2016).
  ///
  /// For few classes: of a large vocabulary ``crossEntropy(targets:)`` is quicker.
  ///
  /// - Parameters:
  ///   - targets: one class in `0..<K` a row.
  ///   - weights: what each row counts, not negative.
  ///   - smoothing: s, from 0 up to but not 1.
  package func crossEntropy(targets: [Int], weights: [Float], smoothing: Float) -> Tensor {
    let (rows, classes) = (shape.rowCount, shape.columnCount)
    precondition(
      targets.count == rows && weights.count == rows
        && targets.allSatisfy { (0..<classes).contains($0) },
      "\(targets.count) targets and \(weights.count) weights for logits \(shape)")
    var slopes = Tensor.zeros(shape)
    var (total, weightSum) = (0.0, 0.0)
    let spread = Double(smoothing) / Double(classes)
    withBuffer { logits in
      slopes.withMutableBuffer { slopes in
        for row in 0..<rows {
          let (start, weight) = (row * classes, Double(weights[row]))
          let largest = logits[start..<start + classes].reduce(-Float.infinity) { max($0, $1) }
          var sum = 0.0
          for at in start..<start + classes {
            sum += exponential(Double(logits[at]) - Double(largest))
          }
          let logarithm = Double(largest) + naturalLogarithm(sum)
          for column in 0..<classes {
            let logProbability = Double(logits[start + column]) - logarithm
            let wanted = spread + (column == targets[row] ? 1 - Double(smoothing) : 0)
            total -= weight * wanted * logProbability
            slopes[start + column] = Float(weight * (exponential(logProbability) - wanted))
          }
          weightSum += weight
        }
      }
    }
    let factor = weightSum > 0 ? 1 / weightSum : 0
    let gradient = slopes.scaled(by: Float(factor))
    return Tensor(Float(total * factor)).recorded(from: self) { upstream in
      gradient.scaled(by: upstream.scalar)
    }
  }
}
