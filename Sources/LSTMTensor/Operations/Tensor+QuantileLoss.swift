extension Tensor {
  /// The mean quantile loss of predicted quantiles, a scalar: level · (y − q) where y lies above q, (level − 1) · (y − q) below
  /// (Koenker and Bassett 1978).
  ///
  /// Its minimum over q is the quantile of that level. The mean goes over all levels and all values that are known.
  ///
  /// - Parameters:
  ///   - levels: Q levels between 0 and 1.
  ///   - targets: [N, H]; NaN where a value is not known, which then counts for nothing.
  /// - Precondition: this tensor is [N, H · Q], the Q quantiles of a value beside each other.
  public func quantileLoss(levels: [Float], targets: Tensor) -> Tensor {
    precondition(
      count == targets.count * levels.count, "\(shape) quantiles for targets \(targets.shape)")
    let known = targets.withBuffer { $0.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }
    let factor = 1 / Float(max(1, known * levels.count))
    // The derivative is the loss without its error: both come from one pass.
    var slopes = Tensor(uninitialized: shape)
    var total = 0.0
    withBuffer { quantiles in
      targets.withBuffer { targets in
        slopes.withMutableBuffer { slopes in
          for row in targets.indices {
            let (target, first) = (targets[row], row * levels.count)
            var sum: Float = 0
            for (place, level) in levels.enumerated() {
              let error = target - quantiles[first + place]
              let slope = error.isNaN ? 0 : error >= 0 ? level : level - 1
              slopes[first + place] = -slope * factor
              sum += slope == 0 ? 0 : slope * error
            }
            total += Double(sum)
          }
        }
      }
    }
    let gradient = slopes
    return Tensor(Float(total) * factor).recorded(from: self) { upstream in
      gradient.scaled(by: upstream.scalar)
    }
  }
}
