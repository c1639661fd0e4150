extension Tensor {
  /// The weighted mean of the binary cross-entropies of logits in nats, a scalar: −w ln σ(z) where the target is 1,
  /// −ln(1 − σ(z)) where it is 0, over the sum of the weights.
  ///
  /// - Parameters:
  ///   - targets: as many as logits: 1, 0, or NaN where it is not known, which then counts for nothing.
  ///   - positiveWeight: w, how much a target of 1 counts, above 0.
  public func binaryCrossEntropy(targets: Tensor, positiveWeight: Float = 1) -> Tensor {
    precondition(count == targets.count, "\(shape) logits for targets \(targets.shape)")
    var slopes = Tensor.zeros(shape)
    var (total, weights) = (0.0, 0.0)
    withBuffer { logits in
      targets.withBuffer { targets in
        slopes.withMutableBuffer { slopes in
          for row in targets.indices where !targets[row].isNaN {
            let (logit, target) = (Double(logits[row]), Double(targets[row]))
            let weight = 1 + (Double(positiveWeight) - 1) * target
            // ln(1 + eᶻ) without overflow.
            let tail = exponential(-abs(logit))
            let softplus = max(logit, 0) + naturalLogarithm(1 + tail)
            let probability = logit < 0 ? tail / (1 + tail) : 1 / (1 + tail)
            total += weight * (softplus - target * logit)
            weights += weight
            slopes[row] = Float(weight * (probability - target))
          }
        }
      }
    }
    let factor = weights > 0 ? 1 / weights : 0
    let gradient = slopes.scaled(by: Float(factor))
    return Tensor(Float(total * factor)).recorded(from: self) { upstream in
      gradient.scaled(by: upstream.scalar)
    }
  }
}
