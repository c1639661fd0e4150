import LSTMLayers
import LSTMTensor

/// The linear counterpart of an encoder-decoder: what a linear one learns is the space of the principal components (Baldi and
/// Hornik 1989, "Neural networks and principal component analysis").
struct PrincipalComponents: Module {
  /// The directions in which sequences differ most, [Z, T · F], of length one and at right angles.
  var directions: Tensor

  /// Rounds of the iteration; what it misses by then are directions in which sequences differ alike.
  private static let rounds = 100

  /// Directions that are about to be read from a file.
  init(unset count: Int, _ size: Int) {
    directions = .zeros([count, size])
  }

  /// The first directions of sequences by subspace iteration (Golub and Van Loan 2013, section 8.2.4).
  ///
  /// - Parameters:
  ///   - sequences: [N][T · F], less their mean.
  ///   - count: Z.
  init(of sequences: [[Double]], count: Int) {
    let size = sequences.first?.count ?? 0
    var random = RandomGenerator(seed: 0x5043_41)
    var basis = (0..<count).map { _ in (0..<size).map { _ in Double(random.normal()) } }
    Self.orthonormalize(&basis)
    for _ in 0..<Self.rounds {
      var next = basis.map { _ in [Double](repeating: 0, count: size) }
      for sequence in sequences {
        for place in basis.indices {
          let share = Self.product(sequence, basis[place])
          for at in 0..<size { next[place][at] += share * sequence[at] }
        }
      }
      basis = next
      Self.orthonormalize(&basis)
    }
    directions = Tensor(basis.flatMap { $0.map { Float($0) } }, shape: [count, size])
  }

  /// The shares of the directions in a sequence less the mean, [Z].
  func latent(of sequence: [Double]) -> [Double] {
    let size = directions.shape[1]
    return directions.withBuffer { values in
      (0..<directions.shape[0]).map { row in
        var sum = 0.0
        for at in 0..<size { sum += Double(values[row * size + at]) * sequence[at] }
        return sum
      }
    }
  }

  /// The sequence less the mean that shares stand for, [T · F].
  func decode(_ latent: [Double]) -> [Double] {
    let size = directions.shape[1]
    var sequence = [Double](repeating: 0, count: size)
    directions.withBuffer { values in
      for (row, share) in latent.enumerated() {
        for at in 0..<size { sequence[at] += share * Double(values[row * size + at]) }
      }
    }
    return sequence
  }

  /// Makes vectors as long as one and at right angles; those that have nothing of their own become zero.
  private static func orthonormalize(_ basis: inout [[Double]]) {
    for place in basis.indices {
      // Twice, since once leaves rounding behind.
      for _ in 0..<2 {
        for before in 0..<place {
          let share = product(basis[place], basis[before])
          for at in basis[place].indices { basis[place][at] -= share * basis[before][at] }
        }
      }
      let length = product(basis[place], basis[place]).squareRoot()
      for at in basis[place].indices {
        basis[place][at] = length > 1e-12 ? basis[place][at] / length : 0
      }
    }
  }

  private static func product(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// Visits the directions.
  mutating func visitParameters(
    _ visit: (_ path: String, _ parameter: inout Tensor) throws -> Void
  ) rethrows {
    try visit("directions", &directions)
  }
}
