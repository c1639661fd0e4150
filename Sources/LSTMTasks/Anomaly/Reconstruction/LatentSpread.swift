import LSTMTensor

/// How the values that stand for normal sequences lie, by mean and covariance (Mahalanobis 1936).
struct LatentSpread: Sendable, Equatable {
  /// [Z].
  let mean: [Double]
  /// [Z, Z], lower: what turns a difference from the mean into one whose parts are independent and of deviation one.
  let whitening: [Double]

  /// A share of the mean variance, added to each: a value that never moves is no reason for an infinite distance.
  private static let ridge = 1e-3

  /// - Parameter latents: [N][Z], of normal sequences.
  init(fittedOn latents: [[Double]], count: Int) {
    let rows = Double(max(1, latents.count))
    let mean = (0..<count).map { place in latents.reduce(0) { $0 + $1[place] } / rows }
    var covariance = [Double](repeating: 0, count: count * count)
    for latent in latents {
      for row in 0..<count {
        for column in 0...row {
          covariance[row * count + column] +=
            (latent[row] - mean[row]) * (latent[column] - mean[column]) / rows
        }
      }
    }
    let trace = (0..<count).reduce(0) { $0 + covariance[$1 * count + $1] }
    let added = max(Self.ridge * trace / Double(count), 1e-12)
    for place in 0..<count { covariance[place * count + place] += added }
    self.mean = mean
    whitening = Self.inverse(of: Self.factor(of: covariance, count), count)
  }

  /// The independent parts of what sets values apart from the mean, [Z].
  func parts(of latent: [Double]) -> [Double] {
    let count = mean.count
    return (0..<count).map { row in
      var part = 0.0
      for column in 0...row {
        part += whitening[row * count + column] * (latent[column] - mean[column])
      }
      return part
    }
  }

  /// The lower Cholesky factor of a positive definite matrix.
  private static func factor(of matrix: [Double], _ count: Int) -> [Double] {
    var lower = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
      for column in 0...row {
        var sum = matrix[row * count + column]
        for place in 0..<column {
          sum -= lower[row * count + place] * lower[column * count + place]
        }
        lower[row * count + column] =
          row == column ? max(sum, 1e-300).squareRoot() : sum / lower[column * count + column]
      }
    }
    return lower
  }

  /// The inverse of a lower triangular matrix.
  private static func inverse(of lower: [Double], _ count: Int) -> [Double] {
    var inverse = [Double](repeating: 0, count: count * count)
    for column in 0..<count {
      for row in column..<count {
        var sum = row == column ? 1.0 : 0
        for place in column..<row {
          sum -= lower[row * count + place] * inverse[place * count + column]
        }
        inverse[row * count + column] = sum / lower[row * count + row]
      }
    }
    return inverse
  }
}
